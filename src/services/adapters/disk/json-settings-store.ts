import { fail, ok } from "../../../domain/result.ts";
import { emptySettings } from "../../../domain/settings.ts";
import type { SettingsStore } from "../../ports/settings-store.ts";
import { parseSettings, writeSettings } from "./parse-settings.ts";
import { moveAside, readTextFile, replaceTextFile } from "./text-file.ts";

/** Settings in a JSON file of the user's own; see the port for what fails how. */
export const createJsonSettingsStore = (file: string): SettingsStore => {
  const load: SettingsStore["load"] = async () => {
    const text = await readTextFile(file);
    if (!text.ok) return text;
    if (text.value === null) return ok(emptySettings);
    const settings = parseSettings(text.value);
    return typeof settings === "string"
      ? fail({ code: "StateUnreadable", file, reason: settings })
      : ok(settings);
  };
  return {
    file,
    load,
    save: async (settings) => {
      // What cannot be read is never written over: it may be all that a person has.
      const current = await load();
      return current.ok ? replaceTextFile(file, writeSettings(settings)) : current;
    },
    setAside: () => moveAside(file, Date.now()),
  };
};

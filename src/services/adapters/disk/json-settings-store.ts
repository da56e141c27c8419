import { fail, ok } from "../../../domain/result.ts";
import { emptySettings, type Settings } from "../../../domain/settings.ts";
import type { SettingsStore } from "../../ports/settings-store.ts";
import { lockFile } from "./file-lock.ts";
import { parseSettings, writeSettings } from "./parse-settings.ts";
import { moveAside, readTextFile, replaceTextFile } from "./text-file.ts";

/** Settings in a JSON file of the user's own, `fresh` where there is none; see the port for what fails how. */
export const createJsonSettingsStore = (
  file: string,
  fresh: Settings = emptySettings,
): SettingsStore => {
  const load: SettingsStore["load"] = async () => {
    const text = await readTextFile(file);
    if (!text.ok) return text;
    if (text.value === null) return ok(fresh);
    const settings = parseSettings(text.value);
    return typeof settings === "string"
      ? fail({ code: "StateUnreadable", file, reason: settings })
      : ok(settings);
  };
  return {
    file,
    load,
    update: async (change) => {
      const unlock = await lockFile(file);
      if (!unlock.ok) return unlock;
      try {
        // What cannot be read is never written over: it may be all that a person has.
        const current = await load();
        if (!current.ok) return current;
        const next = change(current.value);
        const saved = await replaceTextFile(file, writeSettings(next));
        return saved.ok ? ok(next) : saved;
      } finally {
        unlock.value();
      }
    },
    setAside: () => moveAside(file, Date.now()),
  };
};

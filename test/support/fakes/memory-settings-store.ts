import {
  parseSettings,
  writeSettings,
} from "../../../src/services/adapters/disk/parse-settings.ts";
import { fail, ok } from "../../../src/domain/result.ts";
import { emptySettings } from "../../../src/domain/settings.ts";
import type { SettingsStore } from "../../../src/services/ports/settings-store.ts";

/** A settings store without a disk, whose content a test may spoil. */
export const createMemorySettingsStore = () => {
  const file = "/memory/config.json";
  const kept: string[] = [];
  let text: string | null = null;
  const load: SettingsStore["load"] = async () => {
    if (text === null) return ok(emptySettings);
    const settings = parseSettings(text);
    return typeof settings === "string"
      ? fail({ code: "StateUnreadable", file, reason: settings })
      : ok(settings);
  };
  const store: SettingsStore = {
    file,
    load,
    save: async (settings) => {
      const current = await load();
      if (!current.ok) return current;
      text = writeSettings(settings);
      return ok(undefined);
    },
    setAside: async () => {
      if (text !== null) kept.push(text);
      text = null;
      return ok(`${file}.kept`);
    },
  };
  return {
    store,
    kept,
    corrupt: (spoiled: string) => {
      text = spoiled;
    },
  };
};

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
  const read = (): Awaited<ReturnType<SettingsStore["load"]>> => {
    if (text === null) return ok(emptySettings);
    const settings = parseSettings(text);
    return typeof settings === "string"
      ? fail({ code: "StateUnreadable", file, reason: settings })
      : ok(settings);
  };
  const store: SettingsStore = {
    file,
    load: async () => read(),
    update: async (change) => {
      const current = read();
      if (!current.ok) return current;
      const next = change(current.value);
      text = writeSettings(next);
      return ok(next);
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

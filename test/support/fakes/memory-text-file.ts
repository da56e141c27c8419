import { ok } from "../../../src/domain/result.ts";
import type { TextFile } from "../../../src/services/adapters/keychain/encrypted-file.ts";

/** A file of the encrypted secrets without a disk; `text` is what would be on it. */
export const createMemoryTextFile = (text: string | null = null) => {
  const file: TextFile & { text: string | null } = {
    path: "/memory/secrets.json",
    text,
    read: async () => ok(file.text),
    replace: async (next) => {
      file.text = next;
      return ok(undefined);
    },
    lock: async () => ok(() => undefined),
    remove: async () => {
      const wasThere = file.text !== null;
      file.text = null;
      return ok(wasThere);
    },
  };
  return file;
};

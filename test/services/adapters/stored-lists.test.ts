import { describe, expect, it } from "vitest";
import { isStoredOptions, parseStored } from "../../../src/services/adapters/disk/stored-json.ts";
import { parseSettings } from "../../../src/services/adapters/disk/parse-settings.ts";
import { parseBox, parseSecrets } from "../../../src/services/adapters/keychain/secret-box.ts";

describe("a list where an object with fields belongs", () => {
  it("is damage, in the database and in the settings", () => {
    expect(() => parseStored("[]", isStoredOptions)).toThrow(SyntaxError);
    expect(parseSettings("[]")).toBe("corrupt");
  });

  it("holds no secrets, whatever is in it", () => {
    expect(parseSecrets('["a secret"]').size).toBe(0);
    expect(parseBox("[]")).toBe("corrupt");
  });
});

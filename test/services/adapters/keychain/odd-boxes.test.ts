import { describe, expect, it } from "vitest";
import {
  deriveKey,
  newRecipe,
  parseBox,
  sealText,
} from "../../../../src/services/adapters/keychain/secret-box.ts";

const good = async () => sealText("{}", await deriveKey("p", { ...newRecipe(), cost: 2 }));

describe("an encrypted file", () => {
  it("is taken as it was written", async () => {
    const box = await good();
    expect(parseBox(JSON.stringify(box))).toEqual(box);
  });

  it.each<[string, object]>([
    ["a cost that is no power of two", { cost: 65_535 }],
    ["a cost of one", { cost: 1 }],
    ["a fraction of a cost", { cost: 2.5 }],
    ["2^31 lanes", { parallel: 2 ** 31 }],
    ["200 lanes, which take 20 seconds", { cost: 2 ** 16, parallel: 200 }],
    ["1 GiB times sixteen", { cost: 2 ** 20, parallel: 16 }],
    ["more memory than anybody has", { cost: 2 ** 40 }],
    ["no nonce", { iv: "" }],
    ["a nonce of 1 KiB", { iv: Buffer.alloc(1024).toString("base64") }],
    ["a short tag", { tag: Buffer.alloc(4).toString("base64") }],
    ["no salt", { salt: "" }],
    ["what is not base64", { data: "*" }],
  ])("with %s is damaged, and costs no work", async (_, changes) => {
    expect(parseBox(JSON.stringify({ ...(await good()), ...changes }))).toBe("corrupt");
  });
});

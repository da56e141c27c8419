import { describe, expect, it } from "vitest";
import { createTokenIndex } from "../../../src/server/auth/token-index.ts";
import { hashToken } from "../../../src/server/auth/token-file.ts";

const names = Array.from({ length: 10_000 }, (_, index) => `sender-${index}`);
const index = createTokenIndex(
  names.map((name) => ({ name, formerName: name, sha256: hashToken(`token of ${name}`) })),
);

describe("createTokenIndex", () => {
  it("knows the first, a middle and the last of 10,000 tokens by name", () => {
    for (const name of ["sender-0", "sender-4711", "sender-9999"]) {
      expect(index.find(`token of ${name}`)?.name).toBe(name);
    }
  });

  it("knows no other token: not a beginning, not a longer one, not an empty one, not a hash", () => {
    const hash = hashToken("token of sender-0").toString("hex");
    for (const token of ["token of sender-", "token of sender-0 ", "", hash]) {
      expect(index.find(token)).toBeNull();
    }
  });

  it("admits nobody when it has no entries", () => {
    expect(createTokenIndex([]).find("anything")).toBeNull();
  });
});

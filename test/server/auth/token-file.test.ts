import { describe, expect, it } from "vitest";
import { hashToken, parseTokenFile } from "../../../src/server/auth/token-file.ts";
import { tokenWords } from "../../../src/server/words/token-words.ts";

const parse = (text: string) => parseTokenFile(Buffer.from(text));
const hex = hashToken("secret").toString("hex");

const namesOf = (text: string) => {
  const result = parse(text);
  return result.ok ? result.value.entries.map(({ name }) => name) : [];
};

const numbered = (index: number) => `n${index}:sha256:${index.toString(16).padStart(64, "0")}`;

describe("parseTokenFile", () => {
  it("reads plain tokens and hashes, and skips comments and empty lines", () => {
    const result = parse(
      `# senders\r\n\r\n  a-plain-token-of-some-length  \nclinic:sha256:${hex}\n`,
    );
    expect(result.ok && result.value.entries.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^plain-[0-9a-f]{8}$/),
      "clinic",
    ]);
    expect(result.ok && result.value.entries.map(({ formerName }) => formerName)).toEqual([
      "line-3",
      "clinic",
    ]);
    expect(result.ok && result.value.entries[1]?.sha256.toString("hex")).toBe(hex);
    expect(result.ok && result.value.warnings).toEqual([]);
  });

  it("names a plain token by its hash, so that it keeps its name when a line above it goes", () => {
    const [, second] = namesOf("first-token-of-the-tests\nsecond-token-of-the-tests\n");
    expect(namesOf("second-token-of-the-tests\n")).toEqual([second]);
    expect(second).toBe(
      `plain-${hashToken("second-token-of-the-tests").toString("hex").slice(0, 8)}`,
    );
  });

  it.each([
    ["an empty file", "", /empty/],
    ["a hash that is too short", "clinic:sha256:abc", /line 1/],
    ["a name with a space", `a clinic:sha256:${hex}`, /line 1/],
    ["two tokens on a line", "a-token another", /line 1/],
    ["a name given twice", `x:sha256:${hex}\nx:sha256:${hex}`, tokenWords.repeated(2, "x")],
    ["a control character", "#ok\nto\u0000ken", tokenWords.control(2)],
    ["a token under two names", `lab:sha256:${hex}\nclinic:sha256:${hex}`, /line 2 .*lab/],
    ["a plain token that has a name, too", `lab:sha256:${hex}\nsecret\n`, /line 2 .*lab/],
    ["the hash of nothing", `a-plain-token\nlab:sha256:${hashToken("").toString("hex")}`, /line 2/],
    ["the same in capitals", `lab:sha256:${hashToken("").toString("hex").toUpperCase()}`, /line 1/],
    ["a C1 character in a name", `la\u009bb:sha256:${hex}`, /line 1/],
    ["a mark that turns the direction in a name", `la\u202eb:sha256:${hex}`, /line 1/],
    ["an invisible letter in a name", `la\u200bb:sha256:${hex}`, /line 1/],
  ])("refuses %s as a whole", (_what, text, words) => {
    const result = parse(text);
    expect(result.ok).toBe(false);
    expect(!result.ok && result.error).toMatch(words);
  });

  it("takes a plain token that stands there twice once, as earlier releases did, and says so", () => {
    const result = parse("a-plain-token-of-some-length\n#\na-plain-token-of-some-length\n");
    expect(result.ok && result.value.entries).toHaveLength(1);
    expect(result.ok && result.value.warnings).toEqual([tokenWords.twice(3)]);
  });

  it("reads 100,000 tokens and refuses one more", () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => numbered(index));
    expect(parse(lines.join("\n")).ok).toBe(true);
    expect(parse([...lines, numbered(100_000)].join("\n"))).toEqual({
      ok: false,
      error: tokenWords.tooMany,
    });
  });

  it("refuses bytes that are no UTF-8", () => {
    expect(parseTokenFile(Uint8Array.of(0x61, 0xff)).ok).toBe(false);
  });

  it("warns of short plain tokens by their line, not by their text", () => {
    const result = parse("# x\nhunter2\n");
    expect(result.ok && result.value.warnings).toHaveLength(1);
    expect(result.ok && result.value.warnings[0]).toContain("line 2");
    expect(JSON.stringify(result)).not.toContain("hunter2");
  });

  it("admits nobody, and says so, when only comments are left", () => {
    const result = parse("# all revoked\n");
    expect(result.ok && result.value.entries).toEqual([]);
    expect(result.ok && result.value.warnings[0]).toBe(tokenWords.none);
  });
});

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const page = readFileSync(path.join(root, "docs/ux-rules.md"), "utf8");

const rows = page
  .split("\n")
  .map((line) => /^\| (\d+) \| (.+) \| (test\/\S+) "(.+)" \|$/.exec(line))
  .flatMap((found) =>
    found
      ? [{ rule: Number(found[1]), words: found[2], file: found[3] ?? "", test: found[4] ?? "" }]
      : [],
  );

describe("the table of rules and tests", () => {
  it("has each of the 33 rules", () => {
    const rules = new Set(rows.map(({ rule }) => rule));
    expect(
      Array.from({ length: 33 }, (_, index) => index + 1).filter((rule) => !rules.has(rule)),
    ).toEqual([]);
  });

  it("has no row that cannot be read", () => {
    const lines = page.split("\n").filter((line) => /^\| \d/.test(line));
    expect(lines).toHaveLength(rows.length);
  });

  it.each(rows)("names a test that is there: $rule, $words", ({ file, test }) => {
    const there = path.join(root, file);
    expect(existsSync(there), file).toBe(true);
    expect(readFileSync(there, "utf8")).toContain(`"${test}"`);
  });
});

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

it.each(["docs/threats.md", "docs/threats-findings.md", "SECURITY.md"])(
  "%s leads to what is there",
  (page) => {
    const text = readFileSync(path.join(root, page), "utf8");
    const links = Array.from(text.matchAll(/\]\(([^)#]+)\)/gu), ([, link = ""]) => link);
    const missing = links.filter((link) => !existsSync(path.join(root, path.dirname(page), link)));
    expect(links.length).toBeGreaterThan(1);
    expect(missing).toEqual([]);
  },
);

it("docs/threats.md names a test for every promise", () => {
  const text = readFileSync(path.join(root, "docs/threats.md"), "utf8");
  const rows = text
    .split("\n")
    .filter((line) => /^\| (?!Who|---)/u.test(line) && !line.startsWith("|-"));
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((row) => !row.includes(".test.ts"))).toEqual([]);
});

const numbered = (letter: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);

describe("docs/threats-findings.md", () => {
  const page = readFileSync(path.join(root, "docs/threats-findings.md"), "utf8");
  const lines = page.split("\n").filter((line) => /^\| [HML]\d/u.test(line));
  const rows = lines.flatMap((line) => {
    const found = /^\| ([HML]\d+) \| (.*) ?\| (test\/\S+\.test\.tsx?) "(.+)" \|$/u.exec(line);
    return found ? [{ finding: found[1] ?? "", file: found[3] ?? "", test: found[4] ?? "" }] : [];
  });

  it("has no row that cannot be read", () => {
    expect(lines).toHaveLength(rows.length);
  });

  it("has every finding, and says of each what it was", () => {
    const all = [...numbered("H", 10), ...numbered("M", 16), ...numbered("L", 22)];
    expect([...new Set(rows.map(({ finding }) => finding))]).toEqual(all);
    expect(
      all.filter((finding) => !new RegExp(`^\\| ${finding} \\| [^ |]`, "mu").test(page)),
    ).toEqual([]);
  });

  it.each(rows)("names a test that is there: $finding, $file", ({ file, test }) => {
    const text = readFileSync(path.join(root, file), "utf8");
    expect(['"', "`"].some((quote) => text.includes(`${quote}${test}${quote}`))).toBe(true);
  });
});

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

it.each(["docs/threats.md", "SECURITY.md"])("%s leads to what is there", (page) => {
  const text = readFileSync(path.join(root, page), "utf8");
  const links = Array.from(text.matchAll(/\]\(([^)#]+)\)/gu), ([, link = ""]) => link);
  const missing = links.filter((link) => !existsSync(path.join(root, path.dirname(page), link)));
  expect(links.length).toBeGreaterThan(1);
  expect(missing).toEqual([]);
});

it("docs/threats.md names a test for every promise", () => {
  const text = readFileSync(path.join(root, "docs/threats.md"), "utf8");
  const rows = text
    .split("\n")
    .filter((line) => /^\| (?!Who|---)/u.test(line) && !line.startsWith("|-"));
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((row) => !row.includes(".test.ts"))).toEqual([]);
});

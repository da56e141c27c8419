import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isPrivateGroup } from "../../../../src/services/adapters/disk/private-group.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "private-group-"));
  mkdirSync(path.join(root, "etc"));
});
afterEach(() => rmSync(root, { recursive: true }));

const anna = "anna:x:1001:1001:,,,:/home/anna:/bin/sh";
const annaOfStaff = "anna:x:1001:50:,,,:/home/anna:/bin/sh";
const ben = "ben:x:1002:1002::/home/ben:/bin/sh";
const benOfStaff = "ben:x:1002:50::/home/ben:/bin/sh";

it.each<[string, readonly string[], readonly string[], number, boolean]>([
  ["one's own, with nobody in it", [anna, ben], ["anna:x:1001:"], 1001, true],
  ["one's own, with oneself in it", [anna], ["anna:x:1001:anna"], 1001, true],
  ["one's own, which no file knows", [], [], 1001, true],
  ["one's own, with another member", [anna, ben], ["anna:x:1001:anna,ben"], 1001, false],
  ["one's own, which is another's first", [anna, "ben:x:1002:1001::/:/x"], [], 1001, false],
  ["staff, with nobody else", [annaOfStaff, ben], ["staff:x:50:"], 50, true],
  ["staff, as another's first", [annaOfStaff, benOfStaff], ["staff:x:50:"], 50, false],
  ["staff, with another member", [annaOfStaff, ben], ["staff:x:50:ben"], 50, false],
  ["staff, which no file knows", [], [], 50, false],
])("a group is private or not: %s", (_, users, groups, gid, isPrivate) => {
  writeFileSync(path.join(root, "etc/passwd"), `${users.join("\n")}\n`);
  writeFileSync(path.join(root, "etc/group"), `root:x:0:\n${groups.join("\n")}\n`);
  expect(isPrivateGroup(gid, { uid: 1001, gid }, root)).toBe(isPrivate);
});

it("of somebody else is none, and nothing breaks where the files are missing", () => {
  expect(isPrivateGroup(1002, { uid: 1001, gid: 1001 }, root)).toBe(false);
  expect(isPrivateGroup(1001, { uid: 1001, gid: 1001 }, "/nowhere")).toBe(true);
});

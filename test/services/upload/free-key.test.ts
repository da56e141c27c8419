import { expect, it } from "vitest";
import { nextKey } from "../../../src/services/upload/free-key.ts";

it.each([
  ["name.ext", "name (2).ext"],
  ["a/b.c/name.tar.gz", "a/b.c/name.tar (2).gz"],
  ["a/name (2).ext", "a/name (3).ext"],
  ["a/name (99)", "a/name (100)"],
  ["no-extension", "no-extension (2)"],
  ["dir.d/no-extension", "dir.d/no-extension (2)"],
  [".bashrc", ".bashrc (2)"],
  ["a/.hidden.txt", "a/.hidden (2).txt"],
  ["line\nbreak.txt", "line\nbreak (2).txt"],
])("the key after %j is %j", (key, next) => {
  expect(nextKey(key)).toBe(next);
});

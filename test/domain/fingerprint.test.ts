import { describe, expect, it } from "vitest";
import {
  fingerprintChanges,
  mayHaveChanged,
  showsEachWrite,
  type Fingerprint,
} from "../../src/domain/fingerprint.ts";

const file: Fingerprint = { sizeBytes: 10, mtimeMs: 1_000_000.25, inode: 7, device: 1 };

describe("fingerprintChanges", () => {
  it.each<[string, Partial<Fingerprint>, readonly string[]]>([
    ["nothing", {}, []],
    ["a fraction of the time", { mtimeMs: 1_000_000.5 }, ["modified"]],
    ["the size and the time", { sizeBytes: 11, mtimeMs: 2_000_000 }, ["size", "modified"]],
    ["the inode", { inode: 8 }, ["replaced"]],
    ["the device", { device: 2 }, ["replaced"]],
  ])("names what changed: %s", (_name, change, expected) => {
    expect(fingerprintChanges(file, { ...file, ...change })).toEqual(expected);
  });
});

describe("mayHaveChanged", () => {
  it("trusts a file at rest and doubts one written a moment before the look", () => {
    expect(mayHaveChanged(file, file.mtimeMs + 60_000)).toBe(false);
    expect(mayHaveChanged(file, file.mtimeMs + 1_000)).toBe(true);
    expect(mayHaveChanged(file, file.mtimeMs - 5_000)).toBe(true);
  });
});

describe("showsEachWrite", () => {
  it("waits until what was written before is on the disk", () => {
    expect(showsEachWrite(file, file.mtimeMs + 59_000)).toBe(false);
    expect(showsEachWrite(file, file.mtimeMs + 61_000)).toBe(true);
    expect(showsEachWrite(file, file.mtimeMs - 5_000)).toBe(false);
  });
});

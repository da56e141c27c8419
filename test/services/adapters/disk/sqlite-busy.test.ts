import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWhenFree } from "../../../../src/services/adapters/disk/sqlite-busy.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "sqlite-busy-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a database that cannot be opened for a moment", () => {
  it.each([
    ["is locked", "busy"],
    ["is just closed by another program", "missing"],
  ] as const)("is opened when that has passed: it %s", (_, why) => {
    const file = path.join(folder, "state.db");
    const other = new DatabaseSync(file);
    other.exec("CREATE TABLE kept (a)");
    if (why === "busy") other.exec("BEGIN EXCLUSIVE");
    let attempts = 0;
    const names = openWhenFree(() => {
      attempts += 1;
      if (attempts === 3) other.close();
      // Without a folder it "cannot be opened", as while its log is taken away.
      const place = why === "missing" && attempts < 3 ? path.join(folder, "gone", "x") : file;
      const database = new DatabaseSync(place, { readOnly: true });
      try {
        return database.prepare("SELECT name FROM sqlite_master").all();
      } finally {
        database.close();
      }
    });
    expect(names).toEqual([{ name: "kept" }]);
    expect(attempts).toBe(3);
  });

  it("is given up when it does not pass", () => {
    let attempts = 0;
    const open = () => {
      attempts += 1;
      return new DatabaseSync(path.join(folder, "gone", "x"), { readOnly: true });
    };
    expect(() => openWhenFree(open)).toThrow("unable to open database file");
    expect(attempts).toBeGreaterThan(3);
  });

  it("is not tried again for anything else", () => {
    let attempts = 0;
    const open = () => {
      attempts += 1;
      throw new Error("a bug");
    };
    expect(() => openWhenFree(open)).toThrow("a bug");
    expect(attempts).toBe(1);
  });
});

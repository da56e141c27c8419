import { hash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../../../src/server/queue/open-database.ts";
import { SeenIds } from "../../../src/server/queue/seen-ids.ts";
import { inTransaction } from "../../../src/server/queue/transaction.ts";

const id = (number: number): Buffer => hash("sha256", `${number}`, "buffer").subarray(0, 16);
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => from + index);

let folder: string;
let database: DatabaseSync;
let seen: SeenIds;
const open = () => {
  database = openDatabase(folder, 2 ** 30);
  seen = new SeenIds(database);
};
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-seen-"));
  open();
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true, force: true });
});

/** One commit, as the queue makes it; gives which of the numbers were new. */
const commit = (some: readonly number[], atMs = 1000): readonly number[] => {
  const added = inTransaction(database, () => {
    const all = some.filter((number) => seen.see(id(number), atMs));
    seen.moveSome();
    return all;
  });
  seen.committed();
  return added;
};

const countOf = (table: "fresh" | "seen") =>
  Number(database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.["count"]);

/** The first Ids, so many that a move begins, in commits of 1,000. */
const fill = (count: number) => {
  for (let from = 0; from < count; from += 1000)
    expect(commit(numbers(from, from + 1000))).toHaveLength(1000);
};

describe("the Ids that were seen", () => {
  it("are each new once: while they are gathered, while they move, and when they have moved", () => {
    fill(40_000);
    expect(countOf("seen")).toBeGreaterThan(0);
    expect(countOf("fresh")).toBeGreaterThan(32_768);
    expect(commit(numbers(0, 40_000))).toEqual([]);
    for (let turn = 0; turn < 80; turn += 1) commit([]);
    expect([countOf("seen"), countOf("fresh")]).toEqual([33_000, 7_000]);
    expect(commit(numbers(0, 40_000))).toEqual([]);
  });

  it("are known after a crash in the middle of a move, which begins again", () => {
    fill(40_000);
    database.close();
    open();
    expect(commit(numbers(0, 40_000))).toEqual([]);
    for (let turn = 0; turn < 80; turn += 1) commit([]);
    expect([countOf("seen"), countOf("fresh")]).toEqual([40_000, 0]);
    expect(commit(numbers(39_999, 40_001))).toEqual([40_000]);
  });

  it("are new again when the transaction that saw them was rolled back, and a move loses nothing by it", () => {
    fill(33_000);
    for (let turn = 0; turn < 100; turn += 1) {
      const number = 50_000 + turn;
      const failed = () =>
        inTransaction(database, () => {
          expect(seen.see(id(number), 1000)).toBe(true);
          seen.moveSome();
          throw new Error("the disk is full");
        });
      expect(failed).toThrow("the disk is full");
      seen.rolledBack();
      expect(commit([number])).toEqual([number]);
    }
    expect(commit(numbers(0, 33_000))).toEqual([]);
    expect(countOf("seen") + countOf("fresh")).toBe(33_100);
  });

  it("are forgotten when they are old, gathered or moved, and in the middle of a move", async () => {
    fill(34_000);
    expect(commit([90_000], 5000)).toEqual([90_000]);
    await seen.forget(2000);
    expect([countOf("seen"), countOf("fresh")]).toEqual([0, 1]);
    for (let turn = 0; turn < 80; turn += 1) commit([]);
    expect(commit([90_000, 0, 33_999])).toEqual([0, 33_999]);
    expect(commit([90_000, 0, 33_999])).toEqual([]);
  });
});

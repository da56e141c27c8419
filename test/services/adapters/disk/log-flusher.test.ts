import { fstatSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLogFlusher } from "../../../../src/services/adapters/disk/log-flusher.ts";

let folder = "";
let file = "";
let database: DatabaseSync;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "log-flusher-"));
  file = path.join(folder, "state.db");
  database = new DatabaseSync(file);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (a)");
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const synchronous = () => database.prepare("PRAGMA synchronous").get()?.["synchronous"];
const logBytes = () => statSync(`${file}-wal`).size;
const insert = () => database.exec("INSERT INTO t VALUES (1)");

describe("a commit that waits for the disk beside the event loop", () => {
  it("is done only when the disk has the log with all that it wrote: a power cut takes nothing back", async () => {
    const before = logBytes();
    const flushed = Promise.withResolvers<void>();
    const sizes: number[] = [];
    const flusher = createLogFlusher(database, file, (log) => {
      sizes.push(fstatSync(log).size);
      return flushed.promise;
    });
    let isDone = false;
    const committing = flusher.commit(insert).then(() => (isDone = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isDone).toBe(false);
    expect(sizes).toEqual([logBytes()]);
    expect(logBytes()).toBeGreaterThan(before);
    flushed.resolve();
    await committing;
    flusher.close();
  });

  it("fails when the disk does, and leaves all other writes as careful as they were", async () => {
    const flusher = createLogFlusher(database, file, () => Promise.reject(new Error("EIO")));
    await expect(flusher.commit(insert)).rejects.toThrow("EIO");
    const full = 2;
    expect(synchronous()).toBe(full);
    const insertWrongly = () => database.exec("INSERT INTO u VALUES (1)");
    await expect(flusher.commit(insertWrongly)).rejects.toThrow("no such table");
    expect(synchronous()).toBe(full);
    flusher.close();
  });
});

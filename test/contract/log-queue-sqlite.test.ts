import { copyFile, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockFolder } from "../../src/server/queue/folder-lock.ts";
import { SqliteQueue } from "../../src/server/queue/sqlite-queue.ts";
import { knownToken, logEntry } from "../support/values/entries.ts";
import { describeMessageQueue } from "./log-queue.suite.ts";

let folder: string;
const rememberMs = 200;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-queue-"));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

describeMessageQueue("SQLite", {
  rememberMs,
  open: async () => new SqliteQueue({ folder, maxBytes: 2 ** 30, rememberMs }),
  clear: async () => rm(folder, { recursive: true, force: true }),
});

describeMessageQueue("SQLite on a network file system", {
  rememberMs,
  open: async () =>
    new SqliteQueue({ folder, maxBytes: 2 ** 30, rememberMs, journalFor: () => "DELETE" }),
  clear: async () => rm(folder, { recursive: true, force: true }),
});

describe("the SQLite queue", () => {
  const text = "x".repeat(20_000);

  it("says that it is full at its limit, keeps what it had, and takes more once Slack has some", async () => {
    const queue = new SqliteQueue({ folder, maxBytes: 1024 * 1024, rememberMs });
    let accepted = 0;
    for (;;) {
      const answer = await queue.put(logEntry({ id: `${accepted}`, message: text }), knownToken());
      if (!answer.ok) {
        expect(answer.error.code).toBe("full");
        break;
      }
      accepted += 1;
    }
    expect(accepted).toBeGreaterThan(20);
    expect((await queue.oldest(1000)).length).toBe(accepted);
    await queue.ack((await queue.oldest(10)).map(({ position }) => position));
    expect((await queue.put(logEntry({ id: "after", message: text }), knownToken())).ok).toBe(true);
    expect((await queue.stats()).waiting).toBe(accepted - 9);
    await queue.close();
  });

  it("takes a look of a few megabytes at most, however long the messages are", async () => {
    const queue = new SqliteQueue({ folder, maxBytes: 2 ** 30, rememberMs });
    const long = "x".repeat(60_000);
    await Promise.all(
      Array.from({ length: 200 }, async (_, index) =>
        queue.put(logEntry({ id: `${index}`, message: long }), knownToken()),
      ),
    );
    expect((await queue.oldest(1000)).length).toBeLessThan(80);
    await queue.close();
  });

  it("keeps its file from other users", async () => {
    const queue = new SqliteQueue({ folder, maxBytes: 2 ** 30, rememberMs });
    expect((await stat(path.join(folder, "queue.db"))).mode & 0o777).toBe(0o600);
    await queue.close();
  });

  it("refuses a database from a newer program and leaves it as it is", async () => {
    const file = path.join(folder, "queue.db");
    const newer = new DatabaseSync(file);
    newer.exec("PRAGMA user_version = 99");
    newer.close();
    expect(() => new SqliteQueue({ folder, maxBytes: 2 ** 30, rememberMs })).toThrow(/newer/);
    const after = new DatabaseSync(file);
    expect(after.prepare("PRAGMA user_version").get()).toEqual({ user_version: 99 });
    after.close();
  });

  it("goes on with the queue of version 1: what waits, what is parked, which Ids are known", async () => {
    const old = path.resolve(import.meta.dirname, "../fixtures/queue-v1.db");
    await copyFile(old, path.join(folder, "queue.db"));
    const queue = new SqliteQueue({ folder, maxBytes: 2 ** 30, rememberMs: 1e12 });
    expect((await queue.oldest(10)).map(({ entry }) => entry.message)).toEqual(["3"]);
    expect((await queue.parked(10)).map(({ entry }) => entry.message)).toEqual(["2"]);
    for (const number of [1, 2, 3])
      expect(await queue.put(logEntry({ id: `id-${number}` }), knownToken())).toEqual({
        ok: true,
        value: "seen",
      });
    expect(await queue.put(logEntry({ id: "id-4" }), knownToken())).toEqual({
      ok: true,
      value: "accepted",
    });
    const begun = { headTs: "17.1", isThreaded: true, positions: ["3"] };
    await queue.begun.keep(begun);
    await queue.close();
    const again = new SqliteQueue({ folder, maxBytes: 2 ** 30, rememberMs: 1e12 });
    expect(await again.begun.read()).toEqual(begun);
    await again.close();
  });

  it("on a network file system shares no memory, and goes over from the write-ahead log and back", async () => {
    for (const [at, mode] of (["WAL", "DELETE", "WAL", "DELETE"] as const).entries()) {
      const queue = new SqliteQueue({
        folder,
        maxBytes: 2 ** 30,
        rememberMs: 1e12,
        journalFor: () => mode,
      });
      const answer = await queue.put(logEntry({ id: `${at}` }), knownToken());
      expect(answer).toEqual({ ok: true, value: "accepted" });
      await queue.probe();
      expect((await queue.oldest(10)).length).toBe(at + 1);
      expect((await readdir(folder)).includes("queue.db-shm")).toBe(mode === "WAL");
      await queue.close();
    }
  });

  it("gives a folder to one holder at a time", () => {
    const lock = lockFolder(folder);
    expect(lock).not.toBeNull();
    expect(lockFolder(folder)).toBeNull();
    lock?.release();
    const next = lockFolder(folder);
    expect(next).not.toBeNull();
    next?.release();
  });
});

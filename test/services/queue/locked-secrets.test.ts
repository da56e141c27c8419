import { describe, expect, it } from "vitest";
import type { AppError } from "../../../src/domain/errors.ts";
import { fail, ok } from "../../../src/domain/result.ts";
import { someBytes } from "../../support/values/bytes.ts";
import { createMemoryObjectStore } from "../../support/fakes/memory-object-store.ts";
import { createNullLogSink } from "../../../src/services/log/null-log-sink.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { valueOf } from "../../support/values/value-of.ts";

const locked: AppError = { code: "SecretStoreUnavailable", why: "no passphrase" };

const openLocked = (holdsFiles: boolean) => {
  const store = createMemoryObjectStore();
  const secrets = { isLocked: true };
  const opened = createTestQueue({
    holdsFiles,
    storeFor: async () => (secrets.isLocked ? fail(locked) : ok(store)),
  });
  for (const name of ["a", "b"]) opened.files.write(`/data/${name}`, someBytes(0.01));
  return { ...opened, secrets };
};

const requests = [requestFor("/data/a"), requestFor("/data/b")];

describe("a queue whose secrets are still locked", () => {
  it("stops and lets every file wait: nothing failed, and nobody is told that it did", async () => {
    const { queue, sendAll, transfers } = openLocked(true);
    const rows = await sendAll(...requests);
    expect(rows.map(({ state }) => state)).toEqual(["waiting", "waiting"]);
    expect((await queue.snapshot({ from: 0, count: 0 })).trouble).toEqual(locked);
    expect(valueOf(transfers.list(["failed"]))).toEqual([]);
    expect(valueOf(transfers.outbox(10))).toEqual([]);
    await queue.stop();
  });

  it("goes on by itself once they are unlocked", async () => {
    const { queue, sendAll, rows, secrets } = openLocked(true);
    await sendAll(...requests);
    secrets.isLocked = false;
    queue.secretsUnlocked();
    await queue.whenIdle();
    expect((await rows()).map(({ state }) => state)).toEqual(["delivered", "delivered"]);
    expect((await queue.snapshot({ from: 0, count: 0 })).trouble).toBeNull();
    await queue.stop();
  });

  it("goes on for no other reason to have stopped", async () => {
    const refused: AppError = { code: "InvalidAccessKey" };
    const { queue, files, sendAll } = createTestQueue({ storeFor: async () => fail(refused) });
    files.write("/data/a", someBytes(0.01));
    await sendAll(requestFor("/data/a"));
    queue.secretsUnlocked();
    expect((await queue.snapshot({ from: 0, count: 0 })).trouble).toEqual(refused);
    await queue.stop();
  });

  it("tells the recipient nothing of it, where a command fails the file", async () => {
    const opened = createTestQueue({
      holdsFiles: false,
      storeFor: async () => fail(locked),
      logSinkFor: () => ({ ...createNullLogSink(), isOn: async () => true }),
    });
    opened.files.write("/data/a", someBytes(0.01));
    expect(await opened.sendAll(requestFor("/data/a"))).toMatchObject([{ state: "failed" }]);
    expect(valueOf(opened.transfers.outboxSize())).toBe(0);
    await opened.queue.stop();
  });

  it("fails the file where nobody can be asked any more, as in a command", async () => {
    const { queue, sendAll } = openLocked(false);
    const rows = await sendAll(requestFor("/data/a"));
    expect(rows).toMatchObject([{ state: "failed", error: locked }]);
    await queue.stop();
  });
});

import { expect, it } from "vitest";
import type { AppError } from "../../../src/domain/errors.ts";
import { fail, ok } from "../../../src/domain/result.ts";
import { someBytes } from "../../support/values/bytes.ts";
import { createMemoryObjectStore } from "../../support/fakes/memory-object-store.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";

it("tries again by itself what failed or stopped because of old keys, and nothing else", async () => {
  const store = createMemoryObjectStore();
  const wrong: AppError = { code: "WrongSecret" };
  const keys = { areOld: true };
  const { queue, files, sendAll, rows } = createTestQueue({
    storeFor: async () => (keys.areOld ? fail(wrong) : ok(store)),
  });
  for (const name of ["a", "b"]) files.write(`/data/${name}`, someBytes(0.01));
  await sendAll(requestFor("/data/a"), requestFor("/data/b"));
  expect((await queue.snapshot({ from: 0, count: 9 })).trouble).toEqual(wrong);
  keys.areOld = false;
  // Another connection's keys are no help.
  await queue.keysChanged("other");
  await queue.keysChanged("acme");
  await queue.whenIdle();
  expect((await rows()).map(({ state }) => state)).toEqual(["delivered", "delivered"]);
  await queue.stop();
});

it("leaves alone what failed for another reason", async () => {
  const { queue, sendAll } = createTestQueue();
  const gone = { sizeBytes: 5, mtimeMs: 1, inode: 99, device: 1 };
  const failed = await sendAll({ ...requestFor("/data/gone"), fingerprint: gone });
  expect(failed.map(({ state }) => state)).toEqual(["failed"]);
  await queue.keysChanged("acme");
  await queue.whenIdle();
  const after = (await queue.snapshot({ from: 0, count: 9 })).rows;
  expect(after.map(({ state }) => state)).toEqual(["failed"]);
  await queue.stop();
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { ProcessOwner } from "../../../src/services/adapters/disk/process-owner.ts";
import { fail } from "../../../src/domain/result.ts";
import { openTransferStore } from "../../../src/services/adapters/disk/sqlite-transfer-store.ts";
import { someBytes } from "../../support/values/bytes.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { valueOf } from "../../support/values/value-of.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "two-processes-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const living = new Set<string>();
const owner = (token: string, pid: number): ProcessOwner => {
  living.add(token);
  return { token, pid, isAlive: (other) => living.has(other) };
};
const open = (who: ProcessOwner) =>
  valueOf(openTransferStore(path.join(folder, "state.db"), { owner: who }));

/** Lets the one that has the file send it: with one put. */
const deliverOnce = async ({ store, queue, rows }: ReturnType<typeof createTestQueue>) => {
  store.openGate();
  await queue.whenIdle();
  expect((await rows())[0]?.state).toBe("delivered");
  expect(store.calls.filter((call) => call.startsWith("put"))).toHaveLength(1);
};

it("two processes never work on one transfer: the second is told who has it", async () => {
  const [first, second] = [open(owner("first", 11)), open(owner("second", 22))];
  const one = createTestQueue({ transfers: first });
  const two = createTestQueue({ transfers: second, files: one.files });
  one.files.write("/data/a", someBytes(0.1));
  one.store.closeGate();
  one.queue.start();
  two.queue.start();
  valueOf(await one.queue.add([requestFor("/data/a")]));
  const [told] = valueOf(await two.queue.add([requestFor("/data/a")]));
  expect(told).toEqual({
    path: "/data/a",
    error: { code: "TransferBusy", path: "/data/a", pid: 11 },
  });
  await deliverOnce(one);
  await one.queue.stop();
  await two.queue.stop();
  first.close();
  second.close();
});

it("two processes that show the same failure: the second that tries it again is told who has it", async () => {
  const [first, second] = [open(owner("first", 11)), open(owner("second", 22))];
  const one = createTestQueue({ transfers: first });
  const two = createTestQueue({
    transfers: second,
    files: one.files,
    storeFor: one.deps.storeFor,
  });
  one.files.write("/data/a", someBytes(0.1));
  const { put } = one.store;
  one.store.put = async () => fail({ code: "AccessDenied", right: "write", bucket: "inbox" });
  await one.sendAll(requestFor("/data/a"));
  one.store.put = put;
  valueOf(two.queue.showFailed());
  two.queue.start();
  one.store.closeGate();
  await one.queue.retry("all");
  await two.queue.retry("all");
  expect((await two.rows())[0]).toMatchObject({
    state: "failed",
    error: { code: "TransferBusy", pid: 11 },
  });
  await deliverOnce(one);
  await one.queue.stop();
  await two.queue.stop();
  first.close();
  second.close();
});

it("one takes over from a process that died, and the parts with it", async () => {
  const dead = open(owner("dead", 11));
  const one = createTestQueue({ transfers: dead });
  one.files.write("/data/a", someBytes(22));
  const { uploadPart } = one.store;
  one.store.uploadPart = (params) => {
    if (params.partNumber > 2) one.store.closeGate();
    return uploadPart(params);
  };
  one.queue.start();
  valueOf(await one.queue.add([requestFor("/data/a")]));
  await expect.poll(async () => (await one.rows())[0]?.partsDone, { timeout: 20_000 }).toBe(2);
  // Dies without a word: its queue is left as it is.
  living.delete("dead");
  const heir = open(owner("heir", 33));
  const two = createTestQueue({ transfers: heir, files: one.files });
  two.store.uploads.set(
    "upload-1",
    one.store.uploads.get("upload-1") ?? { key: "", parts: new Map() },
  );
  const [row] = await two.sendAll(requestFor("/data/a"));
  expect(row).toMatchObject({ state: "delivered", resumedFromPart: 3 });
  const parts = two.store.calls.filter((call) => call.startsWith("uploadPart"));
  expect(parts).toHaveLength(3);
  await two.queue.stop();
  heir.close();
  await one.queue.stop();
  dead.close();
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fail } from "../../../src/domain/result.ts";
import type { ProcessOwner } from "../../../src/services/adapters/disk/process-owner.ts";
import { openTransferStore } from "../../../src/services/adapters/disk/sqlite-transfer-store.ts";
import type { TransferStore } from "../../../src/services/ports/transfer-store.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { valueOf } from "../../support/values/value-of.ts";

let folder = "";
const living = new Set<string>();
const stores: TransferStore[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "row-owner-"));
});
afterEach(() => {
  for (const store of stores.splice(0)) store.close();
  living.clear();
  rmSync(folder, { recursive: true });
});

const openAs = (token: string, pid: number): TransferStore => {
  living.add(token);
  const owner: ProcessOwner = { token, pid, isAlive: (other) => living.has(other) };
  const store = valueOf(openTransferStore(path.join(folder, "state.db"), { owner }));
  stores.push(store);
  return store;
};

/** Two processes over one state database; the first has failed with /data/a, and both show it. */
const bothShowFailure = async () => {
  const one = createTestQueue({ transfers: openAs("first", 11) });
  const two = createTestQueue({
    transfers: openAs("second", 22),
    files: one.files,
    storeFor: one.deps.storeFor,
  });
  one.files.write("/data/a", new Uint8Array([1]));
  const { put } = one.store;
  one.store.put = async () => fail({ code: "AccessDenied", right: "write", bucket: "inbox" });
  const [failed] = await one.sendAll(requestFor("/data/a"));
  one.store.put = put;
  valueOf(two.queue.showFailed());
  two.queue.start();
  one.store.closeGate();
  return { one, two, id: failed?.id ?? "" };
};

const busy = { state: "failed", error: { code: "TransferBusy", path: "/data/a", pid: 11 } };

describe("a row of the queue", () => {
  it("is nobody's when it failed: who tries it again first has it", async () => {
    const { one, two } = await bothShowFailure();
    await one.queue.retry("all");
    await two.queue.retry("all");
    expect(await two.rows()).toMatchObject([busy]);
    expect((await two.queue.snapshot({ from: 0, count: 0 })).totals.files).toMatchObject({
      failed: 1,
      waiting: 0,
    });
    await one.queue.stop();
    await two.queue.stop();
  });

  it("of another process cannot be asked for by adding its file, although it failed here", async () => {
    const { one, two } = await bothShowFailure();
    await one.queue.retry("all");
    expect(valueOf(await two.queue.add([requestFor("/data/a")]))).toEqual([
      { path: "/data/a", error: busy.error },
    ]);
    await one.queue.stop();
    await two.queue.stop();
  });

  it("of another process may be taken off the screen, which changes nothing of its record", async () => {
    const { one, two, id } = await bothShowFailure();
    await one.queue.retry("all");
    await two.queue.retry("all");
    await two.queue.dismiss("all");
    expect(await two.rows()).toEqual([]);
    const kept = valueOf(one.deps.transfers.list(["uploading", "waiting"]));
    expect(kept.map((transfer) => transfer.id)).toEqual([id]);
    await one.queue.stop();
    await two.queue.stop();
  });

  it("is neither paused, resumed nor cancelled by a process that has it not", async () => {
    const { one, two, id } = await bothShowFailure();
    await one.queue.retry("all");
    await two.queue.retry("all");
    await two.queue.pause("all");
    await two.queue.resume("all");
    await two.queue.cancel("all");
    expect(await two.rows()).toMatchObject([busy]);
    expect(valueOf(one.deps.transfers.find(id))?.state.name).not.toBe("cancelled");
    await one.queue.stop();
    await two.queue.stop();
  });

  it("is taken over when its owner is gone, as that one left it", async () => {
    const { one, two } = await bothShowFailure();
    await one.queue.retry("all");
    await two.queue.retry("all");
    expect(await two.rows()).toMatchObject([busy]);
    living.delete("first");
    one.store.openGate();
    await one.queue.whenIdle();
    await two.queue.retry("all");
    await two.queue.whenIdle();
    expect(await two.rows()).toMatchObject([{ state: "delivered", error: null }]);
    expect(one.store.calls.filter((call) => call.startsWith("put"))).toHaveLength(1);
    await one.queue.stop();
    await two.queue.stop();
  });

  it("that was delivered stays nobody's when all are cancelled", async () => {
    const first = openAs("first", 11);
    const one = createTestQueue({ transfers: first });
    one.files.write("/data/a", new Uint8Array([1]));
    const [row] = await one.sendAll(requestFor("/data/a"));
    await one.queue.cancel("all");
    expect(valueOf(openAs("second", 22).claim([row?.id ?? ""]))).toEqual(new Map());
    await one.queue.stop();
  });
});

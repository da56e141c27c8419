import { describe, expect, it } from "vitest";
import { receiptSeconds } from "../../../src/domain/receipt.ts";
import { createSystemClock } from "../../../src/services/adapters/disk/system-clock.ts";
import { createMemoryTransferStore } from "../../support/fakes/memory-transfer-store.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { someBytes } from "../../support/values/bytes.ts";
import { someReceipt } from "../../support/values/transfers.ts";
import { valueOf } from "../../support/values/value-of.ts";

describe("how long a delivery took", () => {
  it("has no step of the clock in it", async () => {
    const transfers = createMemoryTransferStore();
    const clock = createSystemClock();
    let stepMs = 0;
    const site = createTestQueue({
      transfers,
      clock: { ...clock, nowMs: () => clock.nowMs() + stepMs },
    });
    const { put } = site.store;
    site.store.put = (params) => {
      stepMs = -86_400_000;
      return put(params);
    };
    site.files.write("/data/a", someBytes(0.01));
    await site.sendAll(requestFor("/data/a"));
    await site.queue.stop();
    const [receipt = someReceipt()] = valueOf(transfers.receipts(1));
    expect(receipt.endedAtMs).toBeLessThan(receipt.startedAtMs);
    expect(receiptSeconds(receipt)).toBeGreaterThanOrEqual(0);
    expect(receiptSeconds(receipt)).toBeLessThan(60);
  });

  it("is told by the clock where it took several runs, and never less than nothing", () => {
    expect(receiptSeconds(someReceipt({ startedAtMs: 1_000, endedAtMs: 3_500 }))).toBe(2.5);
    expect(receiptSeconds(someReceipt({ startedAtMs: 90_000, endedAtMs: 3_500 }))).toBe(0);
    expect(receiptSeconds(someReceipt({ durationMs: 12.345_678_9 }))).toBe(0.012);
  });
});

it("says in the receipt that the way was not encrypted", async () => {
  const transfers = createMemoryTransferStore();
  const site = createTestQueue({ transfers });
  site.files.write("/data/a", someBytes(0.01));
  await site.sendAll(requestFor("/data/a"));
  Object.assign(site.store, { clearHost: "s3.corp.test" });
  site.files.write("/data/b", someBytes(0.01));
  await site.sendAll(requestFor("/data/b"));
  await site.queue.stop();
  const hosts = valueOf(transfers.receipts(2)).map(({ clearHost }) => clearHost);
  expect(hosts).toEqual(["s3.corp.test", undefined]);
});

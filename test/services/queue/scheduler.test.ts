import { beforeEach, describe, expect, it } from "vitest";
import type { TransferState } from "../../../src/domain/transfer.ts";
import { addRow, createQueueState, updateRow } from "../../../src/services/queue/queue-state.ts";
import type { QueueRow, RowOwner } from "../../../src/services/queue/queue-row.ts";
import type { QueueState } from "../../../src/services/queue/queue-state.ts";
import { createScheduler, type Scheduler } from "../../../src/services/queue/scheduler.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { someTransfer } from "../../support/values/transfers.ts";
import { valueOf } from "../../support/values/value-of.ts";

const ours: RowOwner = { is: "this process" };
const large = 1024 ** 3;

const sizeOf = (row: QueueRow) =>
  row.transfer.fingerprint.sizeBytes === large ? "large" : "small";

describe("schedule", () => {
  let state: QueueState;
  let scheduler: Scheduler;
  let started: QueueRow[];
  let connections = 2;

  const add = (
    sizeBytes = 1,
    transferState: TransferState = { name: "waiting" },
    owner: RowOwner = ours,
  ) => {
    const transfer = someTransfer({ state: transferState });
    const fingerprint = { ...transfer.fingerprint, sizeBytes };
    return addRow(state, { ...transfer, fingerprint }, owner);
  };
  const running = {
    controller: new AbortController(),
    ended: Promise.resolve(),
    rate: createQueueState().rate,
    movedMs: 0,
    retry: null,
    retries: [],
    isVerifying: false,
    afterStop: null,
  };

  beforeEach(() => {
    state = createQueueState();
    started = [];
    connections = 2;
    scheduler = createScheduler({
      state,
      slots: { limit: () => connections },
      start: (row) => {
        started.push(row);
        state.running[sizeOf(row)] += 1;
        updateRow(state, row, (each) => {
          each.running = running;
        });
      },
    });
    scheduler.setOpen(true);
  });

  it("starts three small files for two connections, and four large ones, in the order of the queue", () => {
    const small = Array.from({ length: 5 }, () => add());
    const big = Array.from({ length: 6 }, () => add(large));
    scheduler.schedule();
    expect(started).toEqual([...small.slice(0, 3), ...big.slice(0, 4)]);
    connections = 4;
    scheduler.schedule();
    expect(started.slice(7)).toEqual(small.slice(3));
  });

  it("starts nothing before it is open, nor while an error stops the queue", () => {
    scheduler.setOpen(false);
    add();
    scheduler.schedule();
    scheduler.setOpen(true);
    state.trouble = { code: "DiskFull", path: "/state" };
    scheduler.schedule();
    expect(started).toEqual([]);
    state.trouble = null;
    scheduler.schedule();
    expect(started).toHaveLength(1);
  });

  it("leaves to another process what that one has", () => {
    const row = add(1, { name: "waiting" }, { is: "another process", pid: 7 });
    scheduler.schedule();
    expect(started).toEqual([]);
    updateRow(state, row, (each) => {
      each.owner = ours;
    });
    scheduler.schedule();
    expect(started).toEqual([row]);
  });

  it("wakes whoever waits for the queue to become idle, when nothing runs and nothing can start", async () => {
    const row = add();
    let isIdle = false;
    const idle = scheduler.whenIdle().then(() => (isIdle = true));
    scheduler.schedule();
    await Promise.resolve();
    expect(isIdle).toBe(false);
    state.running.small -= 1;
    updateRow(state, row, (each) => {
      each.running = null;
      each.transfer = { ...each.transfer, state: { name: "paused" } };
    });
    scheduler.schedule();
    await idle;
    expect(isIdle).toBe(true);
    await scheduler.whenIdle();
  });
});

describe("a queue that is not started", () => {
  it("tells of a change, and starts nothing", async () => {
    const { queue, files, store } = createTestQueue();
    let heard = 0;
    queue.subscribe(() => (heard += 1));
    files.write("/data/a", new Uint8Array([1]));
    valueOf(await queue.add([requestFor("/data/a")]));
    await queue.limit(null);
    expect(heard).toBe(1);
    expect(store.calls).toEqual([]);
    await expect.poll(() => heard).toBe(2);
    await queue.stop();
  });
});

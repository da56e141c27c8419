import type { Clock } from "../../ports/clock.ts";
import { createWaitList } from "./wait-list.ts";

/** A buffer that goes back to the pool when it has been sent. */
export interface PooledBuffer {
  readonly bytes: Uint8Array;
  release(): void;
}

/** Memory for bodies: never more than the budget, whatever the number of connections. */
export interface BufferPool {
  /** What is larger would keep all others waiting: better sent without a buffer, where that can be done. */
  readonly largestShareBytes: number;
  /** A buffer of exactly `sizeBytes`, or null when the budget is used up. */
  tryAcquire(sizeBytes: number): PooledBuffer | null;
  /** Waits its turn; a buffer larger than the whole budget comes when no other is out. */
  acquire(sizeBytes: number, signal: AbortSignal): Promise<PooledBuffer>;
  /** True when large buffers come back so soon that waiting for one costs less than doing without. */
  turnsQuickly(): boolean;
}

/** Three parts of 5 MiB keep any line busy that is quick enough to wait for them; others need no whole parts. */
export const defaultBufferBudgetBytes = 16 * 1024 * 1024;

/** A line that takes a part of 5 MiB in this time (280 Mbit/s) has no use for more connections than there are buffers. */
const quickTurnMs = 150;

/** Buffers this size and larger are kept for the next one; smaller ones are cheap to make. Also the step of their sizes. */
const keptFromBytes = 1024 * 1024;

const once = (work: () => void): (() => void) => {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
};

const capacityFor = (sizeBytes: number) =>
  sizeBytes < keptFromBytes ? sizeBytes : Math.ceil(sizeBytes / keptFromBytes) * keptFromBytes;

/** Large ones are memory that threads share: the one that sums a file can fill them. */
const allocate = (capacity: number): Uint8Array =>
  capacity < keptFromBytes
    ? Buffer.allocUnsafeSlow(capacity)
    : Buffer.from(new SharedArrayBuffer(capacity));

/** A pool of `budgetBytes`. Buffers of one size are used again, since parts have one size. */
export const createBufferPool = (budgetBytes: number, clock: Clock): BufferPool => {
  let outBytes = 0;
  let lastTurnMs = Number.POSITIVE_INFINITY;
  let free: Uint8Array[] = [];

  const fits = (sizeBytes: number) => outBytes === 0 || outBytes + sizeBytes <= budgetBytes;

  const take = (sizeBytes: number): PooledBuffer => {
    const capacity = capacityFor(sizeBytes);
    outBytes += capacity;
    const kept = free.find((buffer) => buffer.length === capacity);
    // What is free but of another size would come on top of the budget.
    free = kept ? free.filter((buffer) => buffer !== kept) : [];
    const memory = kept ?? allocate(capacity);
    const takenMs = clock.monotonicMs();
    const giveBack = once(() => {
      outBytes -= capacity;
      if (capacity >= keptFromBytes) {
        free.push(memory);
        lastTurnMs = clock.monotonicMs() - takenMs;
      }
      serve();
    });
    return { bytes: memory.subarray(0, sizeBytes), release: giveBack };
  };
  const serve = (): void => {
    const { waiting } = waiters;
    for (let [next] = waiting; next !== undefined && fits(capacityFor(next)); [next] = waiting)
      waiters.grant(0, take(next));
  };
  /** By the size of the buffer that each wants. */
  const waiters = createWaitList<number, PooledBuffer>(serve);

  return {
    largestShareBytes: budgetBytes / 2,
    turnsQuickly: () => lastTurnMs < quickTurnMs,
    tryAcquire: (sizeBytes) =>
      waiters.waiting.length === 0 && fits(capacityFor(sizeBytes)) ? take(sizeBytes) : null,
    acquire: (sizeBytes, signal) => waiters.wait(sizeBytes, signal),
  };
};

import type { Clock } from "../../ports/clock.ts";
import { createMemorySpans } from "./memory-spans.ts";
import { createWaitList } from "./wait-list.ts";

/**
 * A buffer that goes back to the pool when it has been sent. Others use its memory from then on: nothing may read or fill it
 * any more, no connection either.
 */
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

/** What is this large tells how quick the line is; a small one is gone before it does. */
const largeBytes = 1024 * 1024;

/** A page of memory: what is not touched of the block costs nothing. */
const stepBytes = 4096;

/** Where a buffer lies. */
interface Memory {
  readonly block: SharedArrayBuffer;
  readonly offset: number;
}

const once = (work: () => void): (() => void) => {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
};

/** An empty one has a page, too. */
const capacityFor = (sizeBytes: number) =>
  Math.max(1, Math.ceil(sizeBytes / stepBytes)) * stepBytes;

/**
 * A pool of `budgetBytes`. All buffers are spans of one block, which is used again and again: each one made anew would
 * stay in memory until a collection finds it dead, and what has been on its way for a while only a rare one finds. The
 * block is memory that threads share: the one that sums a file can fill it.
 */
export const createBufferPool = (budgetBytes: number, clock: Clock): BufferPool => {
  const spans = createMemorySpans(budgetBytes);
  let block: SharedArrayBuffer | null = null;
  let outBytes = 0;
  let lastTurnMs = Number.POSITIVE_INFINITY;

  /** Null where the budget, or what of it lies together, is used up. */
  const find = (capacity: number): Memory | null => {
    // Nothing else is out: memory of its own, for this once.
    if (capacity > budgetBytes)
      return outBytes > 0 ? null : { block: new SharedArrayBuffer(capacity), offset: 0 };
    if (outBytes + capacity > budgetBytes) return null;
    const offset = spans.take(capacity);
    if (offset === null) return null;
    block ??= new SharedArrayBuffer(budgetBytes);
    return { block, offset };
  };
  const take = (sizeBytes: number): PooledBuffer | null => {
    const capacity = capacityFor(sizeBytes);
    const memory = find(capacity);
    if (memory === null) return null;
    outBytes += capacity;
    const takenMs = clock.monotonicMs();
    const giveBack = once(() => {
      outBytes -= capacity;
      if (memory.block === block) spans.giveBack(memory.offset, capacity);
      if (capacity >= largeBytes) lastTurnMs = clock.monotonicMs() - takenMs;
      serve();
    });
    return { bytes: Buffer.from(memory.block, memory.offset, sizeBytes), release: giveBack };
  };
  const serve = (): void => {
    for (;;) {
      const [next] = waiters.waiting;
      const buffer = next === undefined ? null : take(next);
      if (buffer === null) return;
      waiters.grant(0, buffer);
    }
  };
  /** By the size of the buffer that each wants. */
  const waiters = createWaitList<number, PooledBuffer>(serve);

  return {
    largestShareBytes: budgetBytes / 2,
    turnsQuickly: () => lastTurnMs < quickTurnMs,
    tryAcquire: (sizeBytes) => (waiters.waiting.length === 0 ? take(sizeBytes) : null),
    acquire: (sizeBytes, signal) => waiters.wait(sizeBytes, signal),
  };
};

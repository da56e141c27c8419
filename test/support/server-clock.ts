import type { Clock } from "../../src/server/ports.ts";

/** A clock that a test turns: sleepers wake only by `advance`. */
export interface ServerClock extends Clock {
  /** Moves time on, waking sleepers in order, and lets what they do settle. */
  advance(ms: number): Promise<void>;
}

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
};

/** Starts at `startMs` milliseconds since 1970. */
export const createServerClock = (startMs = 1_000_000): ServerClock => {
  let nowMs = startMs;
  const sleepers = new Set<Sleeper>();
  return {
    nowMs: () => nowMs,
    sleep: async (ms, signal) => {
      if (ms <= 0 || signal.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const sleeper = { atMs: nowMs + ms, wake: resolve };
      sleepers.add(sleeper);
      signal.addEventListener("abort", () => resolve(), { once: true });
      await promise;
      sleepers.delete(sleeper);
    },
    advance: async (ms) => {
      const endMs = nowMs + ms;
      await settle();
      for (;;) {
        const [next] = [...sleepers]
          .filter(({ atMs }) => atMs <= endMs)
          .toSorted((a, b) => a.atMs - b.atMs);
        if (!next) break;
        nowMs = next.atMs;
        sleepers.delete(next);
        next.wake();
        await settle();
      }
      nowMs = endMs;
      await settle();
    },
  };
};

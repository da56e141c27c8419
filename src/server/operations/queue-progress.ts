import type { Clock, MessageQueue, QueueStats } from "../ports.ts";

/** Tells whether the queue moves, by a clock that does not step. */
export interface QueueProgress {
  /** Takes notice of the queue as it is now; gives how long the same entry has been the oldest, 0 while none waits. */
  stillMs(stats: QueueStats): number;
  /** Age of the oldest waiting entry: by the date, or as long as it was seen waiting when the date was set back. */
  ageMs(stats: QueueStats): number;
  /** Looks at the queue again and again until aborted, then rejects with the signal's reason. */
  watch(queue: Pick<MessageQueue, "stats">, signal: AbortSignal): Promise<void>;
}

/** So far an age may be wrong; a look at the queue costs one read of its first entry. */
const lookMs = 5_000;

/** Starts knowing nothing: what waits already counts from the first look. */
export const createQueueProgress = (clock: Clock): QueueProgress => {
  let oldestPosition: string | null = null;
  let sinceMs = 0;
  const stillMs = (stats: QueueStats): number => {
    if (stats.oldestPosition !== oldestPosition) {
      oldestPosition = stats.oldestPosition;
      sinceMs = clock.monotonicMs();
    }
    return oldestPosition === null ? 0 : clock.monotonicMs() - sinceMs;
  };
  return {
    stillMs,
    ageMs: (stats) => {
      const { oldestWaitingAtMs } = stats;
      const byDateMs = oldestWaitingAtMs === null ? 0 : clock.nowMs() - oldestWaitingAtMs;
      return Math.max(byDateMs, stillMs(stats));
    },
    watch: async (queue, signal) => {
      for (;;) {
        stillMs(await queue.stats());
        await clock.sleep(lookMs, signal);
      }
    },
  };
};

import type { ConnectionSlots } from "../upload/concurrency/connection-slots.ts";
import type { QueueRow } from "./queue-row.ts";
import { isReady, type QueueState } from "./queue-state.ts";

/** Large files under way at once; each takes as many connections as there are to share. */
const maxLarge = 4;
/** What a person has sent first waits for no other large file's end; those give it its share of the connections. */
const maxUrgent = 2;
/** Small files under way for each connection: while one is sent, others wait for the disk before or after their turn. */
const smallForEachConnection = 1.5;

/** Decides which of the waiting transfers run. */
export interface Scheduler {
  /** Lets it start transfers, from now on or no more. */
  setOpen(isOpen: boolean): void;
  /** Starts what may start. To be called whenever something became ready, or a place free. */
  schedule(): void;
  /** Starts those of the rows that wait, whatever runs. */
  startAll(rows: readonly QueueRow[]): void;
  /** Resolves when nothing runs and nothing can start: all ended, paused, or stopped, by an error or for good. */
  whenIdle(): Promise<void>;
  /** Resolves all who wait, whatever runs. */
  close(): void;
}

export interface SchedulerDeps {
  readonly state: QueueState;
  readonly slots: Pick<ConnectionSlots, "limit">;
  /** Must count the row as running before it returns. */
  readonly start: (row: QueueRow) => void;
}

export const createScheduler = ({ state, slots, start }: SchedulerDeps): Scheduler => {
  const { running, ready } = state;
  let isOpen = false;
  let waiters: (() => void)[] = [];

  const next = (): QueueRow | null => {
    const maxSmall = slots.limit("small") * smallForEachConnection;
    const small = running.small < maxSmall ? ready.small.first() : null;
    if (small) return small;
    const large = ready.large.first();
    const places = large?.progress.isUrgent === true ? maxLarge + maxUrgent : maxLarge;
    return running.large < places ? large : null;
  };
  const isIdle = (): boolean => {
    const isStartable = ready.small.size + ready.large.size > 0 && state.trouble === null;
    return running.small + running.large === 0 && !isStartable;
  };
  const mayStart = (): boolean => isOpen && state.trouble === null;
  const close = (): void => {
    const resolvers = waiters;
    waiters = [];
    for (const resolve of resolvers) resolve();
  };

  return {
    setOpen: (isNowOpen) => {
      isOpen = isNowOpen;
    },
    schedule: () => {
      while (mayStart()) {
        const row = next();
        if (!row) break;
        start(row);
      }
      if (isIdle()) close();
    },
    startAll: (rows) => {
      for (const row of rows) if (mayStart() && isReady(state, row)) start(row);
    },
    whenIdle: async () => {
      if (isIdle()) return;
      const idle = Promise.withResolvers<void>();
      waiters.push(idle.resolve);
      await idle.promise;
    },
    close,
  };
};

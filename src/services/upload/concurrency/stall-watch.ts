import type { AppErrorOf } from "../../../domain/errors.ts";
import type { Clock } from "../../ports/clock.ts";

/** One request under watch. */
export interface Watched {
  /** Something moved. */
  touch(): void;
  /** All bytes are handed over; the answer may take twice as long as they took, on top of `idleMs`. */
  handedOver(): void;
  /** The error when it was stopped for moving no more; null otherwise. */
  stalled(): AppErrorOf<"Stalled"> | null;
  end(): void;
}

/** Stops requests that move no more; the retry makes new ones. */
export interface StallWatch {
  /** `isLongWork`: the store may have much to do before it answers. */
  watch(stop: () => void, isLongWork?: boolean): Watched;
  /** Ends its timer. */
  close(): void;
}

export interface StallLimits {
  /** Without a byte taken by the network for this long, a request is given up. */
  readonly idleMs: number;
  /** So long an answer may take where the store has much to do. */
  readonly workMs: number;
  /** No request takes longer than this, however slowly it moves. */
  readonly totalMs: number;
}

/**
 * 40 s for one piece of 256 KiB is slower than any line worth six connections; an hour for one part as well. To put a
 * large object together S3 takes "several minutes" (CompleteMultipartUpload); a connection that is silent meanwhile is
 * the adapter's business.
 */
export const defaultStallLimits: StallLimits = {
  idleMs: 40_000,
  workMs: 900_000,
  totalMs: 3_600_000,
};

/** A fortieth of the shortest limit: one timer for all requests, that wakes the program once a second. */
const pollIntervalMs = 1_000;

class WatchedRequest implements Watched {
  readonly startedMs: number;
  readonly stop: () => void;
  movedMs: number;
  allowedMs: number;
  #idleMs: number | null = null;
  readonly #clock: Clock;
  readonly #idleLimitMs: number;
  readonly #all: Set<WatchedRequest>;

  constructor(clock: Clock, { idleMs }: StallLimits, all: Set<WatchedRequest>, stop: () => void) {
    this.#clock = clock;
    this.#idleLimitMs = idleMs;
    this.#all = all;
    this.stop = stop;
    this.allowedMs = idleMs;
    this.startedMs = clock.monotonicMs();
    this.movedMs = this.startedMs;
    all.add(this);
  }

  touch(): void {
    this.movedMs = this.#clock.monotonicMs();
  }

  handedOver(): void {
    this.touch();
    this.allowedMs = this.#idleLimitMs + 2 * (this.movedMs - this.startedMs);
  }

  giveUp(idleMs: number): void {
    this.#all.delete(this);
    this.#idleMs = idleMs;
    this.stop();
  }

  stalled(): AppErrorOf<"Stalled"> | null {
    return this.#idleMs === null ? null : { code: "Stalled", idleMs: this.#idleMs };
  }

  end(): void {
    this.#all.delete(this);
  }
}

/** One timer for all requests, running only while there are any. */
export const createStallWatch = (clock: Clock, limits: StallLimits): StallWatch => {
  const watched = new Set<WatchedRequest>();
  const closed = new AbortController();
  let isPolling = false;

  const poll = async (): Promise<void> => {
    isPolling = true;
    while (watched.size > 0) {
      await clock.sleep(pollIntervalMs, closed.signal);
      const nowMs = clock.monotonicMs();
      for (const request of watched) {
        const idleMs = nowMs - request.movedMs;
        const isInTime = nowMs - request.startedMs < limits.totalMs;
        if (idleMs >= request.allowedMs || !isInTime) request.giveUp(idleMs);
      }
    }
    isPolling = false;
  };

  return {
    close: () => closed.abort(),
    watch: (stop, isLongWork = false) => {
      const request = new WatchedRequest(clock, limits, watched, stop);
      if (isLongWork) request.allowedMs = limits.workMs;
      if (!isPolling) void poll().catch(() => undefined); // rejects when closed, and has nothing to do then
      return request;
    },
  };
};

import type { Redis } from "ioredis";
import type { Log } from "../ports.ts";
import { evictionOf, readMaxmemoryPolicy } from "./redis-settings.ts";

/** Whether Redis may drop what it was told, which an administrator or a restart can change at any time. */
export interface EvictionWatch {
  /** Why nothing may be accepted; null when all is well. */
  reason(): string | null;
  /** Asks Redis now. Never rejects. */
  check(): Promise<void>;
  /** Asks again and again from now on. */
  start(): void;
  stop(): void;
}

/** So long a Redis that was told to evict goes unnoticed. */
const checkMs = 5_000;

/** Starts believing the best; logs each change to the worse. */
export const createEvictionWatch = (redis: Redis, log: Pick<Log, "error">): EvictionWatch => {
  let reason: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  const check = async () => {
    const next = evictionOf(await readMaxmemoryPolicy(redis));
    if (next !== null && reason === null) log.error({}, next);
    reason = next;
  };
  return {
    reason: () => reason,
    check,
    start: () => {
      timer = setInterval(() => void check(), checkMs).unref(); // never rejects
    },
    stop: () => {
      if (timer !== null) clearInterval(timer);
    },
  };
};

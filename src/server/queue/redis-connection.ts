import { Redis } from "ioredis";
import type { Log } from "../ports.ts";
import { queueWords } from "../words/queue-words.ts";
import { redisFault } from "./redis-fault.ts";

/** Answers of Redis that take longer than this count as none. */
export const commandTimeoutMs = 5_000;

/**
 * Hears of errors that no command is there to report: a lost connection, a password that was changed. Logs each kind
 * once until Redis is back; never the error itself, which holds the password that was refused.
 */
export const createErrorListener = (log: Pick<Log, "warn">) => {
  let last: string | null = null;
  return {
    onError: (error: unknown): void => {
      const code = redisFault(error);
      if (code !== last) log.warn({ code }, queueWords.redisFailed);
      last = code;
    },
    onReady: (): void => {
      last = null;
    },
  };
};

/** A connection that ioredis opens again by itself when it is lost. */
export const createRedisConnection = (
  url: string,
  { onError, onReady }: ReturnType<typeof createErrorListener>,
): Redis =>
  new Redis(url, {
    maxRetriesPerRequest: null,
    // A post must be refused while Redis is away, not kept in memory.
    enableOfflineQueue: false,
    commandTimeout: commandTimeoutMs,
  })
    .on("error", onError)
    .on("ready", onReady);

import { formatCount } from "../../domain/format.ts";

const parked = (count: number): string => formatCount(count, "parked message");

/** What is said of the queue of messages and where it lies. */
export const queueWords = {
  inUse: (folder: string): string => `another server is using the data folder ${folder}`,
  unusable: (folder: string, why: string): string =>
    `the data folder ${folder} cannot be used: ${why}`,
  replaced: "the files of the queue were removed or replaced while the server ran: restart it",
  cut: "the files of the queue were shortened by something else while the server ran: restart it",
  damaged: "queue.db was overwritten by something else: it is no database any more",
  noRegularFile: (file: string): string =>
    `${file} is no regular file; move it away, and the server makes a new one`,
  openFolder: (folder: string): string =>
    `other users of this machine can enter the data folder ${folder}; run chmod 700 on it`,
  noFolder: (path: string): string => `${path} is not a folder`,
  willMakeFolder: "not there yet; the server makes it",
  willMakeQueue: "writable; no queue yet, the server makes it",
  none: (folder: string): string => `there is no queue in ${folder}`,
  noRedis: (code: string): string => `cannot connect to Redis: ${code}`,
  redisFailed: "Redis does not answer as it should",
  redisForgets:
    "Redis may lose accepted messages in a crash: set appendonly yes, appendfsync always",
  /** Of another maxmemory-policy than noeviction. */
  evicts: (policy: string): string =>
    `Redis drops accepted messages when its memory is full (maxmemory-policy ${policy}): set noeviction`,
  policyUnknown:
    "Redis does not tell its maxmemory-policy: with another one than noeviction it loses messages",
  redisLost: "Redis has lost accepted messages",
  notWritable: "the queue is not writable",
  stuck: "nothing was posted for a minute although messages wait",
  cannotRetry: "cannot retry parked messages: queue not writable",
  parked,
  /** Of `parked list`: how many there are, and how many of them it has shown. */
  listed: (count: number, shown: number): string => {
    const more = count > shown ? `, showing the oldest ${shown}` : "";
    return `${parked(count)}${more}${count > 0 ? "; `parked retry` sends them again" : ""}`;
  },
  /** Of `parked retry`. */
  putBack: (count: number): string =>
    count === 0 ? "no parked messages" : `${parked(count)} put back in the queue`,
} as const;

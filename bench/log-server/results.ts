import type { HostileResult } from "./hostile.ts";
import type { LoadResult } from "./load.ts";

/** Everything that the bench measured, as bench/results/log-server.json keeps it. */
export interface LogServerResults {
  readonly machine: string;
  readonly at: string;
  readonly baseline: LoadResult;
  readonly durable: LoadResult;
  readonly durableWithoutIds: LoadResult;
  readonly unauthorized: LoadResult;
  readonly unauthorizedOf10000: LoadResult;
  readonly redis: LoadResult | null;
  readonly memory: {
    readonly posts: number;
    /** Resident memory at each tenth of the posts. */
    readonly rssBytes: readonly number[];
    /** Of the queue's database at the end. */
    readonly diskBytes: number;
  };
  readonly startMs: readonly number[];
  readonly slack: {
    readonly waiting: number;
    readonly promisedPerSecond: number;
    readonly postsPerSecond: number;
    readonly messagesPerSecond: number;
  };
  readonly hostile: HostileResult;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Largest distance from the mean of the later nine tenths, as a share of it: the first tenth is the warm-up. */
export const rssSpread = (rssBytes: readonly number[]): number => {
  const settled = rssBytes.slice(1);
  const mean = settled.reduce((sum, bytes) => sum + bytes, 0) / settled.length;
  return Math.max(...settled.map((bytes) => Math.abs(bytes - mean) / mean));
};

const rate = (value: number) => Math.round(value).toLocaleString("en-US");
const mib = (bytes: number) => (bytes / 1024 ** 2).toFixed(0);

const loadRow = (name: string, load: LoadResult, baseline: LoadResult): string => {
  const ratio = (load.postsPerSecond / baseline.postsPerSecond).toFixed(2);
  const times = [load.p50Ms, load.p99Ms, load.maxMs].map((ms) => ms.toFixed(1)).join(" / ");
  return `| ${name} | ${rate(load.postsPerSecond)} | ${ratio} | ${times} |`;
};

/** The bench's section of bench/README.md. */
export const toMarkdown = (results: LogServerResults): string => {
  const { baseline, memory, slack, hostile } = results;
  const [first = 0, last = 0] = [memory.rssBytes[1], memory.rssBytes.at(-1)];
  return `## Log server

${results.machine}. Server and senders share the machine: 100 connections, one post at a time on each, Slack away.
The senders are one C program, so that they cost the machine little. The ratio is to a bare node:http that answers without reading JSON, tokens or disk.

| | answers/s | ratio | p50 / p99 / max ms |
|---|---|---|---|
${[
  loadRow("bare node:http", baseline, baseline),
  loadRow("202, durable, with Ids", results.durable, baseline),
  loadRow("202, durable, original client (no Ids)", results.durableWithoutIds, baseline),
  loadRow("401, one token", results.unauthorized, baseline),
  loadRow("401, 10,000 tokens", results.unauthorizedOf10000, baseline),
  ...(results.redis ? [loadRow("202, Redis, appendfsync always", results.redis, baseline)] : []),
].join("\n")}

- Memory over ${rate(memory.posts)} posts with Slack away: ${mib(first)} MiB after a tenth, ${mib(last)} MiB at the end, spread ± ${(rssSpread(memory.rssBytes) * 100).toFixed(0)} %; started as the unit starts it.
- Start to first pong: ${median(results.startMs).toFixed(0)} ms (median of ${results.startMs.length}).
- Slack loop with ${rate(slack.waiting)} waiting: ${slack.postsPerSecond.toFixed(2)} posts/s of ${slack.promisedPerSecond} promised, ${rate(slack.messagesPerSecond)} messages/s by digests.
- Hostile neighbours (ten addresses of the good sender's network and one IPv6 network, ${rate(hostile.hostileConnections)} connections, together ${hostile.hostileBitsPerSecond / 1e6} Mbit/s): ${((hostile.inTime / hostile.posts) * 100).toFixed(1)} % of ${rate(hostile.posts)} posts of a good sender answered 202 within a second, the slowest after ${hostile.maxMs.toFixed(0)} ms.`;
};

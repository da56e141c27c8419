import type { LogServerResults } from "./results.ts";

const secondsADay = 86_400;
const defaultMaxBytes = 1024 ** 3;
/** Of a sender that uploads day and night: one file in ten seconds. */
const perSender = 0.1;

/** Two or three digits say all that a bench can promise. */
const about = (value: number): string =>
  Number(value.toPrecision(value >= 1e4 ? 3 : 2)).toLocaleString("en-US");

const millions = (value: number) => `${about(value / 1e6)} million`;

const sendersRow = (perSecond: number, server: string, channel: string): string =>
  `| ${about(perSecond / perSender)} | ${about(perSecond)} | ${server} | ${channel} |`;

/** What docs/scale.md says in numbers, from what the bench measured. */
export const toScaleSection = (results: LogServerResults): string => {
  const { durable, redis, memory, slack } = results;
  const perPost = slack.messagesPerSecond / slack.postsPerSecond;
  const server = durable.postsPerSecond;
  const entryBytes = memory.diskBytes / memory.posts;
  const held = defaultMaxBytes / entryBytes;
  return `| | holds | because |
|---|---|---|
| accepting messages, one server | ${about(server)} posts/s, each synced to disk | posts that arrive together share one sync |
${redis ? `| accepting messages, Redis | ${about(redis.postsPerSecond)} posts/s, \`appendfsync always\` | several commands of Redis for each post |\n` : ""}| posting to one Slack channel | 1 message/s shown singly, about ${about(perPost)} messages/s in digests | Slack allows about one post per second per channel |

Measured on ${results.machine}; server, senders and disk shared it.

Slack is the bottleneck, by far. When more than five messages wait, the server posts one digest for up to 1,000 of
them: a head, and the list in its thread, about ${about(perPost)} lines per post. One server could take
${millions(server * secondsADay)} messages a day.

## How many senders

A sender that uploads day and night finishes perhaps one file in ten seconds: ${perSender} messages/s.

| senders of that kind | messages/s | one server | one channel |
|---|---|---|---|
${[
  sendersRow(1, "idle", "each file gets its own message"),
  sendersRow(10, "idle", "digests, a few seconds behind"),
  sendersRow(100, "idle", "digests, a few seconds behind; nobody reads them"),
  sendersRow(perPost, "idle", "at its limit"),
  sendersRow(server, "at its limit", "falls behind"),
].join("\n")}

A burst above the channel's rate waits on disk: a message takes about ${about(entryBytes)} bytes there, so that the default
\`--max-data 1GiB\` holds ${millions(held)} of them, ${about(held / perPost / 3600)} hours of delivering at full pace. Beyond it senders get 503 and
keep their log messages on their own disks: nothing is lost on either side.`;
};

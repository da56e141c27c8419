import { readQueueConfig, type Options, type QueueConfig } from "../config.ts";
import { asFolderOwner } from "./as-folder-owner.ts";
import type { Environment } from "../secret-settings.ts";
import { exitCodes } from "../exit-codes.ts";
import type { MessageQueue, ParkedEntry } from "../ports.ts";
import { openQueueBeside } from "../queue/open-queue.ts";
import { sourceOf } from "../slack/digest.ts";
import { sayUsage } from "./say-usage.ts";
import { withoutInvisible } from "../visible-text.ts";
import { queueWords } from "../words/queue-words.ts";
import { commandWords } from "../words/command-words.ts";

const say = (words: string) => process.stderr.write(`${words}\n`);
const note = (_data: object, words: string) => say(words);

/** More than anybody reads at once. */
const listed = 1000;
const messageChars = 120;

/** When, why, which outcome, from whom, about what: one line, safe for a terminal whatever the sender wrote. */
const toLine = ({ entry, reason, parkedAtMs }: ParkedEntry): string => {
  const [message = ""] = entry.message.split("\n", 1);
  const columns = [
    new Date(parkedAtMs).toISOString(),
    reason,
    entry.action,
    sourceOf(entry),
    [entry.bucket, entry.key].filter((part) => part !== undefined).join("/") || "-",
    message.slice(0, messageChars),
  ];
  return columns.map((column) => withoutInvisible(column).replaceAll(/\s+/g, " ")).join("  ");
};

const list = async (queue: MessageQueue): Promise<void> => {
  const { parked } = await queue.stats();
  const entries = await queue.parked(listed);
  for (const entry of entries) process.stdout.write(`${toLine(entry)}\n`);
  say(queueWords.listed(parked, entries.length));
};

const retry = async (queue: MessageQueue): Promise<void> => {
  say(queueWords.putBack(await queue.unpark()));
};

const inQueue = async (config: QueueConfig, verb: "list" | "retry"): Promise<number> => {
  const queue = await openQueueBeside(config, { warn: note, error: note });
  if (!queue.ok) {
    say(commandWords.failed(queue.error.words));
    return exitCodes.notSetUp;
  }
  try {
    await (verb === "list" ? list(queue.value) : retry(queue.value));
    return exitCodes.done;
  } finally {
    await queue.value.close();
  }
};

/**
 * `parked list` and `parked retry`: what Slack refused for good, and its way back into the queue once the cause is
 * mended. Works beside a running server, which sees the change within seconds. Gives the exit code.
 */
export const parked = async (
  verb: "list" | "retry",
  options: Options,
  env: Environment,
): Promise<number> => {
  const config = readQueueConfig(options, env);
  if (!config.ok) {
    return sayUsage(config.error, `parked ${verb}`);
  }
  return asFolderOwner(config.value.dataFolder, () => inQueue(config.value, verb));
};

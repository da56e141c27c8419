import { existsSync, statSync } from "node:fs";
import path from "node:path";
import type { QueueConfig } from "../config.ts";
import type { Log, MessageQueue } from "../ports.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { lockFolder, type FolderLock } from "./folder-lock.ts";
import { queueFile } from "./open-database.ts";
import { SqliteQueue } from "./sqlite-queue.ts";
import { nextSteps, withNext } from "../words/next-steps.ts";
import { queueWords } from "../words/queue-words.ts";

/** Why there is no queue: another process has the folder, or it cannot be used. `words` are for the administrator. */
export interface QueueUnusable {
  readonly code: "inUse" | "unusable";
  readonly words: string;
}

type Opened = Result<MessageQueue, QueueUnusable>;

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const othersMayEnter = (folder: string): boolean => (statSync(folder).mode & 0o077) !== 0;

const openSqlite = (
  config: QueueConfig,
  lock: (folder: string) => FolderLock | null,
  log: Pick<Log, "warn">,
): Opened => {
  const { dataFolder: folder, maxDataBytes: maxBytes, rememberMs } = config;
  try {
    if (existsSync(folder) && !statSync(folder).isDirectory())
      return fail({
        code: "unusable",
        words: withNext(queueWords.noFolder(folder), nextSteps.nameFolder),
      });
    const held = lock(folder);
    if (held === null)
      return fail({
        code: "inUse",
        words: withNext(queueWords.inUse(folder), nextSteps.otherDataFolder),
      });
    if (othersMayEnter(folder)) log.warn({}, queueWords.openFolder(folder));
    return ok(new SqliteQueue({ folder, maxBytes, rememberMs, onClose: held.release }));
  } catch (error) {
    return fail({ code: "unusable", words: queueWords.unusable(folder, wordsOf(error)) });
  }
};

const openRedis = async (
  url: string,
  rememberMs: number,
  log: Pick<Log, "warn" | "error">,
): Promise<Opened> => {
  // BullMQ takes longer to load than the rest of the server: only who asks for Redis waits for it.
  const { RedisQueue } = await import("./redis-queue.ts");
  const queue = new RedisQueue({ url, rememberMs, log });
  const warnings = await queue.open();
  if (!warnings.ok) {
    await queue.close();
    return fail({ code: "unusable", words: warnings.error });
  }
  for (const words of warnings.value) log.warn({}, words);
  return ok(queue);
};

/** Opens the queue that the configuration asks for; closing it gives the data folder free. */
export const openQueue = async (
  config: QueueConfig,
  log: Pick<Log, "warn" | "error">,
): Promise<Opened> =>
  config.redisUrl === null
    ? openSqlite(config, lockFolder, log)
    : openRedis(config.redisUrl, config.rememberMs, log);

const noLock: FolderLock = { release: () => {} };

/**
 * Opens the queue for the administrator, beside a server that may be using it; deliver nothing from it. Makes no
 * queue where there is none.
 */
export const openQueueBeside = async (
  config: QueueConfig,
  log: Pick<Log, "warn" | "error">,
): Promise<Opened> => {
  const { dataFolder, rememberMs, redisUrl } = config;
  if (redisUrl !== null) return openRedis(redisUrl, rememberMs, log);
  if (!existsSync(path.join(dataFolder, queueFile)))
    return fail({
      code: "unusable",
      words: withNext(queueWords.none(dataFolder), nextSteps.nameDataFolder),
    });
  return openSqlite(config, () => noLock, log);
};

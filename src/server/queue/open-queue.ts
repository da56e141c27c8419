import type { Config } from "../config.ts";
import type { Log, MessageQueue } from "../ports.ts";
import { fail, ok, type Result } from "../result.ts";
import { lockFolder } from "./folder-lock.ts";
import { SqliteQueue } from "./sqlite-queue.ts";

/** Why there is no queue: another process has the folder, or it cannot be used. `words` are for the administrator. */
export interface QueueUnusable {
  readonly code: "inUse" | "unusable";
  readonly words: string;
}

type QueueConfig = Pick<Config, "dataFolder" | "maxDataBytes" | "rememberMs" | "redisUrl">;
type Opened = Result<MessageQueue, QueueUnusable>;

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const openSqlite = ({
  dataFolder: folder,
  maxDataBytes: maxBytes,
  rememberMs,
}: QueueConfig): Opened => {
  try {
    const lock = lockFolder(folder);
    if (lock === null)
      return fail({ code: "inUse", words: `another server uses the data folder ${folder}` });
    return ok(new SqliteQueue({ folder, maxBytes, rememberMs, onClose: lock.release }));
  } catch (error) {
    const words = `the data folder ${folder} cannot be used: ${wordsOf(error)}`;
    return fail({ code: "unusable", words });
  }
};

const openRedis = async (
  url: string,
  rememberMs: number,
  log: Pick<Log, "warn">,
): Promise<Opened> => {
  // BullMQ takes longer to load than the rest of the server: only who asks for Redis waits for it.
  const { RedisQueue } = await import("./redis-queue.ts");
  const queue = new RedisQueue({ url, rememberMs });
  try {
    for (const words of await queue.open()) log.warn({}, words);
    return ok(queue);
  } catch (error) {
    await queue.close();
    // The URL may hold a password: it is not repeated.
    return fail({ code: "unusable", words: `Redis does not answer: ${wordsOf(error)}` });
  }
};

/** Opens the queue that the configuration asks for; closing it gives the data folder free. */
export const openQueue = async (config: QueueConfig, log: Pick<Log, "warn">): Promise<Opened> =>
  config.redisUrl === null
    ? openSqlite(config)
    : openRedis(config.redisUrl, config.rememberMs, log);

import type { Config } from "../config.ts";
import type { MessageQueue } from "../ports.ts";
import { fail, ok, type Result } from "../result.ts";
import { lockFolder } from "./folder-lock.ts";
import { SqliteQueue } from "./sqlite-queue.ts";

/** Why there is no queue: another process has the folder, or it cannot be used. `words` are for the administrator. */
export interface QueueUnusable {
  readonly code: "inUse" | "unusable";
  readonly words: string;
}

/** Opens the queue that the configuration asks for; closing it gives the folder free. */
export const openQueue = async (
  config: Pick<Config, "dataFolder" | "maxDataBytes" | "rememberMs">,
): Promise<Result<MessageQueue, QueueUnusable>> => {
  const { dataFolder: folder, maxDataBytes: maxBytes, rememberMs } = config;
  try {
    const lock = lockFolder(folder);
    if (lock === null)
      return fail({ code: "inUse", words: `another server uses the data folder ${folder}` });
    return ok(new SqliteQueue({ folder, maxBytes, rememberMs, onClose: lock.release }));
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return fail({ code: "unusable", words: `the data folder ${folder} cannot be used: ${words}` });
  }
};

import type { Config } from "../config.ts";
import type { MessageQueue } from "../ports.ts";
import { fail, ok, type Result } from "../result.ts";
import { SqliteQueue } from "./sqlite-queue.ts";

/** Opens the queue that the configuration asks for. Fails with a sentence when it is in use or unusable. */
export const openQueue = async (
  config: Pick<Config, "dataFolder" | "maxDataBytes" | "rememberMs">,
): Promise<Result<MessageQueue, string>> => {
  const { dataFolder, maxDataBytes, rememberMs } = config;
  try {
    return ok(new SqliteQueue({ folder: dataFolder, maxBytes: maxDataBytes, rememberMs }));
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return fail(
      /locked/.test(words)
        ? `another server uses the data folder ${dataFolder}`
        : `the data folder ${dataFolder} cannot be used: ${words}`,
    );
  }
};

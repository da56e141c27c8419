import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { SqliteQueue } from "../../../src/server/queue/sqlite-queue.ts";

/** A real queue in a folder of its own. */
export interface TestQueue extends SqliteQueue {
  /** Closes it and removes the folder. */
  remove(): Promise<void>;
}

/** Opens one with roomy limits. */
export const openTestQueue = async (): Promise<TestQueue> => {
  const folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-queue-"));
  const queue = new SqliteQueue({ folder, maxBytes: 2 ** 30, rememberMs: 1000 });
  const remove = async () => {
    await queue.close();
    await rm(folder, { recursive: true, force: true });
  };
  return Object.assign(queue, { remove });
};

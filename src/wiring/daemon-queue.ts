import type { AppError } from "../domain/errors.ts";
import { ok, type Result } from "../domain/result.ts";
import { createProcessOwner } from "../services/adapters/disk/process-owner.ts";
import { openTransferStore } from "../services/adapters/disk/sqlite-transfer-store.ts";
import type { UploadQueue } from "../services/ports/upload-queue.ts";
import { composeQueue, startQueue } from "./local-queue.ts";
import type { Platform } from "./platform.ts";

/** The queue of a daemon: everything of its own, started and stopped as a whole. */
export interface DaemonQueue {
  readonly queue: UploadQueue;
  /** Lets it run. `isSuccessor`: with what an earlier daemon's queue held, too. */
  start(isSuccessor: boolean): Promise<void>;
  /** Interrupts what runs; resolves when the state is on disk and closed. */
  stop(): Promise<void>;
  /** For the memory of this process only; null forgets it. */
  keepSecret(account: string, secret: string | null): void;
  /** Connections or the log server have changed in the settings. */
  refresh(): void;
}

/** What a daemon process runs. Fails with StateUnreadable or DiskFull. */
export const composeDaemon = async (platform: Platform): Promise<Result<DaemonQueue, AppError>> => {
  const owner = createProcessOwner("worker");
  const transfers = openTransferStore(platform.paths.stateFile, { owner });
  if (!transfers.ok) return transfers;
  const { queue, storeCache, logs } = composeQueue(platform, transfers.value);
  // The next transfer and the next outcome take the new keys and addresses.
  const refresh = () => {
    storeCache.clear();
    logs.invalidate();
    queue.logsChanged();
  };
  return ok({
    queue,
    start: (isSuccessor) => startQueue(platform, queue, isSuccessor),
    stop: async () => {
      await queue.stop();
      await storeCache.close();
      // Another daemon may take its place; if none does, the next app releases it and asks.
      transfers.value.release("ours for the next daemon");
      transfers.value.close();
    },
    keepSecret: (account, secret) => {
      platform.secrets.keepForSession(account, secret);
      refresh();
      if (secret !== null) queue.secretsUnlocked();
    },
    refresh,
  });
};

/**
 * Loads what the queue will need later: an update of the program may replace the files that a later import would
 * look for.
 */
export const loadAdapters = async (): Promise<void> => {
  await Promise.all([
    import("../services/adapters/http/http-log-sink.ts"),
    import("../services/adapters/s3/s3-object-store.ts"),
  ]);
};

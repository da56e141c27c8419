import type { AppError } from "../domain/errors.ts";
import { ok, type Result } from "../domain/result.ts";
import { createProcessOwner } from "../services/adapters/disk/process-owner.ts";
import { openTransferStore } from "../services/adapters/disk/sqlite-transfer-store.ts";
import type { Environment } from "../services/adapters/disk/paths.ts";
import type { TransferStore } from "../services/ports/transfer-store.ts";
import type { UploadQueue } from "../services/ports/upload-queue.ts";
import { LocalQueue } from "../services/queue/local-queue.ts";
import { createReloadableLogSink, storedLog, type FindLog } from "./reloadable-log-sink.ts";
import { newId } from "./new-id.ts";
import { openPlatform, type Platform } from "./platform.ts";
import { ObjectStoreCache, type AmbientStore, type OnClockSkew } from "./object-store-cache.ts";

export interface QueueOptions {
  /** Keys that no stored connection has. */
  readonly ambient?: AmbientStore | null;
  /** Default: the log server of the settings. */
  readonly findLog?: FindLog;
  readonly withSha256?: boolean;
  /** Hears of a wrong clock that was made up for, beside the queue's snapshot. */
  readonly onClockSkew?: OnClockSkew;
}

export interface QueueParts {
  readonly queue: LocalQueue;
  readonly storeCache: ObjectStoreCache;
  readonly sink: ReturnType<typeof createReloadableLogSink>;
}

/** A queue of this process over its state database; it does nothing until it is started. */
export const composeQueue = (
  platform: Platform,
  transfers: TransferStore,
  options: QueueOptions = {},
): QueueParts => {
  const { settings, secrets, files, clock, debug, sender } = platform;
  const onClockSkew: OnClockSkew = (minutes) => {
    queue.noteClockSkew(minutes);
    options.onClockSkew?.(minutes);
  };
  const storeCache = new ObjectStoreCache(
    settings,
    secrets,
    options.ambient ?? null,
    onClockSkew,
    debug,
  );
  const sink = createReloadableLogSink(options.findLog ?? storedLog(platform), debug);
  const queue = new LocalQueue({
    storeFor: (connection) => storeCache.get(connection),
    transfers,
    files,
    logSink: sink,
    clock,
    random: Math.random,
    newId,
    debug,
    sender,
    withSha256: options.withSha256 ?? true,
  });
  return { queue, storeCache, sink };
};

/**
 * Lets a queue run with the speed limit of the settings. What earlier runs left waits for a person ("3 uploads can go
 * on: continue / later / forget"), except what another daemon had when this one took its place (`isSuccessor`).
 */
export const startQueue = async (
  { settings }: Platform,
  queue: LocalQueue,
  isSuccessor: boolean,
): Promise<void> => {
  const stored = await settings.load();
  if (stored.ok) await queue.limit(stored.value.preferences.limitBytesPerSecond);
  // A state that cannot be read is told by the first transfer.
  if (isSuccessor) queue.claimInterrupted();
  queue.releaseInterrupted();
  queue.showFailed();
  queue.start();
};

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
export const composeDaemon = async (
  environment: Environment,
): Promise<Result<DaemonQueue, AppError>> => {
  const platform = openPlatform(environment);
  const owner = createProcessOwner("worker");
  const transfers = openTransferStore(platform.paths.stateFile, { owner });
  if (!transfers.ok) return transfers;
  const { queue, storeCache, sink } = composeQueue(platform, transfers.value);
  // The next transfer and the next outcome take the new keys and addresses.
  const refresh = () => {
    storeCache.clear();
    sink.invalidate();
  };
  return ok({
    queue: queue,
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
    },
    refresh,
  });
};

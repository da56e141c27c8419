import type { OutcomeAddress } from "../domain/outcome.ts";
import { createBusyProcess } from "../services/adapters/disk/busy-process.ts";
import type { TransferStore } from "../services/ports/transfer-store.ts";
import { LocalQueue } from "../services/queue/local-queue.ts";
import type { AmbientStore } from "./ambient-store.ts";
import { newId } from "./new-id.ts";
import { ObjectStoreCache } from "./object-store-cache.ts";
import { createOpenStore, type OnClockSkew, type OpenStoreOptions } from "./open-store.ts";
import type { Platform } from "./platform.ts";
import { createPageRelease } from "./release-pages.ts";
import { createProfileCredentials } from "./profile-credentials.ts";
import { findLogOf, type FindLog } from "./find-log.ts";
import { createLogSinks, type LogSinks } from "./log-sinks.ts";

export interface QueueOptions {
  /** Keys that no stored connection has. */
  readonly ambient?: AmbientStore | null;
  /** Default: the log server that the settings have for a connection, or the one that was named. */
  readonly findLog?: (address: OutcomeAddress) => FindLog;
  readonly withSha256?: boolean;
  /** False for a command: it asks for the passphrase before it begins, and ends where nobody answers. */
  readonly holdsFiles?: boolean;
  /** Hears of a wrong clock that was made up for, beside the queue's snapshot. */
  readonly onClockSkew?: OnClockSkew;
}

export interface QueueParts {
  readonly queue: LocalQueue;
  readonly storeCache: ObjectStoreCache;
  readonly logs: LogSinks;
}

/** The stores of a process: those of the stored connections, and `ambient`, which no connection describes. */
export const openStoreCache = (
  { environment, settings, secrets, debug }: Platform,
  ambient: AmbientStore | null,
  options: OpenStoreOptions = {},
): ObjectStoreCache =>
  new ObjectStoreCache({
    settings,
    secrets,
    ambient,
    profileCredentials: createProfileCredentials(environment),
    openStore: createOpenStore(debug, options),
  });

/** A queue of this process over its state database; it does nothing until it is started. */
export const composeQueue = (
  platform: Platform,
  transfers: TransferStore,
  options: QueueOptions = {},
): QueueParts => {
  const { files, clock, debug, sender } = platform;
  const onClockSkew: OnClockSkew = (minutes) => {
    queue.noteClockSkew(minutes);
    options.onClockSkew?.(minutes);
  };
  const storeCache = openStoreCache(platform, options.ambient ?? null, {
    onClockSkew,
    memory: transfers.stores,
  });
  const find = options.findLog ?? ((address) => findLogOf(platform, address));
  const logs = createLogSinks(find, debug);
  const queue = new LocalQueue({
    storeFor: (target, options) => storeCache.get(target, options),
    transfers,
    files,
    logSinkFor: ({ connection, logUrl }) => logs.of(connection, logUrl),
    clock,
    isProcessBusy: createBusyProcess(),
    onHandled: createPageRelease(),
    random: Math.random,
    newId,
    debug,
    sender,
    withSha256: options.withSha256 ?? true,
    holdsFiles: options.holdsFiles ?? true,
  });
  return { queue, storeCache, logs };
};

/**
 * Lets a queue run with the speed limit of the settings. What earlier runs left waits for a person ("3 unfinished uploads: resume / later / cancel"), except what another daemon had when this one took its place (`isSuccessor`).
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
  queue.showEnded();
  queue.start();
};

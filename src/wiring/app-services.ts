import { toBatchId } from "../domain/batch.ts";
import type { AppError } from "../domain/errors.ts";
import { lacksPassphrase } from "../domain/retry.ts";
import { mapConcurrently } from "../domain/map-concurrently.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import type { Settings } from "../domain/settings.ts";
import { writeToOwnFolder } from "../services/adapters/disk/new-text-file.ts";
import { findConflictsByQueue, holdsKeys } from "../services/selection/ask-queue.ts";
import { compareContent } from "../services/selection/compare-content.ts";
import { findInHistory } from "../services/selection/find-in-history.ts";
import { findNames } from "../services/selection/find-names.ts";
import { findPastDeliveries } from "../services/selection/find-past-deliveries.ts";
import { lastRate } from "../services/selection/last-rate.ts";
import { findConflicts } from "../services/selection/find-conflicts.ts";
import type { PackedFolder } from "../domain/packed-folder.ts";
import { listFolder } from "../services/selection/list-folder.ts";
import { planDelivery } from "../services/selection/plan-delivery.ts";
import { addDestination } from "../services/connection/add-destination.ts";
import type { ConnectionDeps } from "../services/connection/connection-deps.ts";
import { findRegion } from "../services/connection/find-region.ts";
import { hasHeldKeys } from "../services/connection/held-keys.ts";
import { removeSaved } from "../services/connection/remove-saved.ts";
import { saveConnection, saveLog } from "../services/connection/save-connection.ts";
import { verifyConnection } from "../services/connection/verify-connection.ts";
import type { SettingsStore } from "../services/ports/settings-store.ts";
import type { TransferStore } from "../services/ports/transfer-store.ts";
import type {
  AppServices,
  ConnectionServices,
  FileServices,
  HistoryServices,
} from "../tui/services.ts";
import { setStateAside } from "./state-database.ts";
import type { AppQueue } from "./app-queue.ts";
import type { LogReporter } from "./log-reporter.ts";
import { newId } from "./new-id.ts";
import type { Platform } from "./platform.ts";
import { createOpenStore } from "./open-store.ts";
import { createProfileCredentials, listProfiles } from "./profile-credentials.ts";
import { version } from "./version.ts";

/** Of each request of a check that a person waits for; a message may take longer. */
const logCheckTimeoutMs = 8_000;

export interface AppParts {
  readonly platform: Platform;
  readonly transfers: TransferStore;
  readonly appQueue: AppQueue;
  readonly reporter: LogReporter;
  /** Absolute. */
  readonly startFolder: string;
  /** Name in it that the browser highlights first. */
  readonly startName: string | null;
  /** Absolute; null when nobody knows a place for receipts. */
  readonly receiptsFolder: string | null;
  readonly preloadedFolder: FileServices["preloadedFolder"];
  /** The reading of that folder, which may go on; null when it is too old to be what the folder holds. */
  readonly begunReading: () => Promise<PackedFolder | null> | null;
}

const settingsServices = (settings: SettingsStore) =>
  ({
    loadSettings: () => settings.load(),
    savePreferences: (changes) =>
      settings.update((stored) => ({
        ...stored,
        preferences: { ...stored.preferences, ...changes },
      })),
    rememberDestination: ({ connection, bucket, prefix }) =>
      settings.update((stored) => ({
        ...stored,
        lastDestination: { connection, bucket, prefix },
      })),
  }) satisfies Partial<ConnectionServices>;

/** The background uploader may hold what this process would need the passphrase for. */
const isHeldByQueue = async (
  { queue }: AppQueue,
  settings: SettingsStore,
  name: string,
): Promise<boolean> => {
  const loaded = await settings.load();
  const known = loaded.ok && loaded.value.connections.find((each) => each.name === name);
  const bucket = known && known.destinations[0]?.bucket;
  return bucket ? holdsKeys(queue, { connection: name, bucket }) : false;
};

const connectionServices = ({
  platform,
  transfers,
  reporter,
  appQueue,
}: AppParts): ConnectionServices => {
  const { settings } = platform;
  const { secrets, storeCache, logs } = appQueue;
  const { reportRefusal } = reporter;
  const { debug } = platform;
  const deps: ConnectionDeps = {
    settings,
    secrets,
    openStore: createOpenStore(debug, { memory: transfers.stores }),
    profileCredentials: createProfileCredentials(platform.environment),
    reportRefusal,
  };
  /** Stores and log servers are opened with the old keys: the next use takes the new ones. */
  const afterChange = (changed: Result<Settings, AppError>): Result<Settings, AppError> => {
    storeCache.clear();
    logs.invalidate();
    return changed;
  };
  return {
    ...settingsServices(settings),
    setAsideUnreadable: (file) =>
      file === settings.file ? settings.setAside() : setStateAside(file),
    secretHolder: () => platform.secrets.probe(),
    hasSecret: async (connection) => {
      const held = await hasHeldKeys(deps, connection);
      const isLocked = !held.ok && lacksPassphrase(held.error);
      if (!isLocked) return held;
      return (await isHeldByQueue(appQueue, settings, connection)) ? ok(true) : held;
    },
    awsProfiles: () => listProfiles(platform.environment),
    passphraseNeed: () => platform.secrets.passphraseNeed(),
    unlockSecrets: async (passphrase) => {
      const opened = await platform.secrets.unlock(passphrase);
      if (opened.ok) await appQueue.forwardSecrets();
      return opened;
    },
    verifyConnection: (draft, signal) => verifyConnection(deps, draft, signal),
    findRegion: (draft, signal) => findRegion(deps, draft, signal),
    saveConnection: async (draft) => {
      const saved = afterChange(await saveConnection(deps, draft));
      if (saved.ok) await appQueue.queue.keysChanged(draft.name);
      return saved;
    },
    addDestination: async (connection, destination, signal) =>
      afterChange(await addDestination(deps, connection, destination, signal)),
    checkLogServer: async (logUrl, logToken, signal) => {
      const { createHttpLogSink } = await import("../services/adapters/http/http-log-sink.ts");
      const timeoutMs = logCheckTimeoutMs;
      return createHttpLogSink({ url: logUrl, token: logToken, timeoutMs, debug }).askToken(signal);
    },
    saveLog: async (connection, logUrl, logToken) =>
      afterChange(await saveLog(deps, connection, logUrl, logToken)),
    removeSaved: async (target) => afterChange(await removeSaved(deps, target)),
  };
};

/** Receipts that tell how fast the last uploads were. */
const receiptsForRate = 200;
const kindsAtOnce = 32;

const fileServices = ({
  platform,
  transfers,
  appQueue,
  startFolder,
  startName,
  preloadedFolder,
  begunReading,
}: AppParts): FileServices => {
  const { files, recentFolders } = platform;
  const { storeCache } = appQueue;
  return {
    startFolder,
    startName,
    preloadedFolder,
    listFolder: (folder, signal) =>
      listFolder({ files, folder, signal, begun: folder === startFolder ? begunReading() : null }),
    folderDetails: (folder, names, signal) => files.details(folder, names, signal),
    entryKinds: (paths) =>
      mapConcurrently(paths, kindsAtOnce, async (at) => {
        const kind = await files.kind(at);
        return kind.ok ? kind.value : null;
      }),
    findNames: (search, signal) => findNames({ ...search, files, signal }),
    recentFolders: () => recentFolders.list(),
    noteRecentFolder: (folder) => recentFolders.note(folder),
    pastDeliveries: (paths, target, signal) =>
      findPastDeliveries({ transfers, paths, target, signal }),
    compareContent: (deliveries, onFound, signal) =>
      compareContent({ files, transfers, deliveries, onFound, signal }),
    lastRate: async (target) => {
      const receipts = transfers.receipts(receiptsForRate);
      return receipts.ok ? lastRate(receipts.value, target) : null;
    },
    planDelivery: async (selected, target, onProgress, signal) => {
      const { prefix } = target.destination;
      return ok(await planDelivery({ files, selected, prefix, onProgress, signal }));
    },
    findConflicts: async (plan, target, signal) => {
      const { bucket } = target.destination;
      const store = await storeCache.get({ connection: target.connection, bucket });
      if (!store.ok) {
        const byQueue = lacksPassphrase(store.error)
          ? await findConflictsByQueue(appQueue.queue, plan, target)
          : null;
        return byQueue ?? store;
      }
      return findConflicts({ store: store.value, bucket, plan, signal });
    },
  };
};

const historyServices = ({
  transfers,
  reporter,
  appQueue,
  receiptsFolder,
}: AppParts): HistoryServices => ({
  hasWork: () => {
    const found = transfers.hasWork();
    return found.ok && found.value;
  },
  unfinished: async () => {
    // A daemon that takes over from an older one makes the transfers its own first.
    await appQueue.opened;
    return transfers.list(["waiting", "uploading", "paused"], "nobody alive");
  },
  historyEntries: async (query, window) => transfers.history.entries(query, window),
  findInHistory: (query, maxFound, signal) =>
    findInHistory({ history: transfers.history, query, maxFound, signal }),
  historyBatches: async (query, window) => transfers.history.batches(query, window),
  deliveredFiles: async () => transfers.history.delivered(),
  receipt: async (id) => transfers.receipt(id),
  batchReceipts: async (batchId) => transfers.batches.receipts(batchId),
  saveText: async (suggestedName, text) =>
    receiptsFolder === null
      ? fail({ code: "NoReceiptsFolder" })
      : writeToOwnFolder(receiptsFolder, suggestedName, text),
  notifyRecipient: (text, connection) => reporter.reportText(text, connection),
  checkStoredToken: async (connection) => {
    const log = appQueue.logs.of(connection);
    return (await log.isOn()) ? log.askToken(AbortSignal.timeout(logCheckTimeoutMs)) : ok(null);
  },
});

/** All that the screens may ask for, put together from the parts of this process. */
export const createAppServices = (parts: AppParts): AppServices => ({
  version,
  queue: parts.appQueue.queue,
  clock: parts.platform.clock,
  newBatchId: () => toBatchId(parts.platform.clock.nowMs(), newId()),
  daemon: () => parts.appQueue.daemon(),
  ...connectionServices(parts),
  ...fileServices(parts),
  ...historyServices(parts),
});

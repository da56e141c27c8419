import { randomUUID } from "node:crypto";
import { withConnection } from "../../../src/domain/log-servers.ts";
import { emptyFolder } from "../../../src/domain/packed-folder.ts";
import { assertNever } from "../../../src/domain/assert-never.ts";
import { ok } from "../../../src/domain/result.ts";
import {
  type Connection,
  defaultPreferences,
  emptySettings,
  type Settings,
} from "../../../src/domain/settings.ts";
import type { ConnectionDraft, RemoveTarget } from "../../../src/domain/connection-draft.ts";
import type { AppServices } from "../../../src/tui/services.ts";
import { createSystemClock } from "../../../src/services/adapters/disk/system-clock.ts";
import { MemoryUploadQueue } from "./memory-upload-queue.ts";

/** A connection "acme" to the bucket "acme-inbox". */
export const acme: Connection = {
  name: "acme",
  accessKeyId: "AKIA7EXAMPLE00003F7Q",
  region: "eu-west-1",
  endpoint: null,
  destinations: [{ bucket: "acme-inbox", prefix: "november/" }],
};

export const acmeSettings: Settings = {
  connections: [acme],
  logUrl: null,
  preferences: defaultPreferences,
};

const withDraft = (settings: Settings, draft: ConnectionDraft): Settings => {
  const { name, accessKeyId, region, endpoint, bucket, prefix } = draft;
  const before = settings.connections.find((each) => each.name === name);
  const others = (before?.destinations ?? []).filter(
    (each) => each.bucket !== bucket || each.prefix !== prefix,
  );
  const saved = {
    name,
    accessKeyId,
    region,
    endpoint,
    ...(draft.logUrl !== null && { log: { url: draft.logUrl } }),
    destinations: [{ bucket, prefix }, ...others],
  };
  return {
    ...settings,
    connections: [...settings.connections.filter((each) => each.name !== name), saved],
  };
};

const without = (settings: Settings, target: RemoveTarget): Settings => {
  switch (target.what) {
    case "secret":
      return settings;
    case "logToken":
      return withConnection(settings, target.connection, (known) => ({
        ...known,
        log: undefined,
      }));
    case "everything":
      return emptySettings;
    case "connection":
      return {
        ...settings,
        connections: settings.connections.filter(({ name }) => name !== target.connection),
      };
    case "destination":
      return {
        ...settings,
        connections: settings.connections.map((each) =>
          each.name === target.connection
            ? {
                ...each,
                destinations: each.destinations.filter(
                  ({ bucket, prefix }) => bucket !== target.bucket || prefix !== target.prefix,
                ),
              }
            : each,
        ),
      };
    default:
      return assertNever(target);
  }
};

/** What a test looks at afterwards. */
export interface FakeServices extends AppServices {
  /** Calls by name, in their order, with what they were given. */
  readonly calls: readonly { readonly name: string; readonly given: readonly unknown[] }[];
  readonly settings: () => Settings;
}

/** Services in memory for screens: every check succeeds and the folder is empty, unless `changes` says otherwise. */
export const createFakeServices = (
  initial: Settings = acmeSettings,
  changes: Partial<AppServices> = {},
): FakeServices => {
  let settings = initial;
  const calls: { name: string; given: readonly unknown[] }[] = [];
  const note = (name: string, ...given: readonly unknown[]) => calls.push({ name, given });
  const keep = (next: Settings) => {
    settings = next;
    return ok(settings);
  };
  const historyEntries: AppServices["historyEntries"] =
    changes.historyEntries ?? (async () => ok({ rows: [], from: 0, total: 0 }));
  const services: AppServices = {
    findInHistory: async function* (query, maxFound) {
      yield await historyEntries(query, { from: 0, count: maxFound });
    },
    newBatchId: () => randomUUID(),
    batchReceipts: async () => ok([]),
    historyEntries,
    historyBatches: async () => ok({ rows: [], from: 0, total: 0 }),
    deliveredFiles: async () => ok(0),
    hasWork: () => false,
    compareContent: async () => undefined,
    version: "0.0.0-test",
    startFolder: "/home/me/exports",
    startName: null,
    preloadedFolder: () => null,
    queue: new MemoryUploadQueue(),
    clock: createSystemClock(),
    loadSettings: async () => ok(settings),
    savePreferences: async (changes) =>
      keep({ ...settings, preferences: { ...settings.preferences, ...changes } }),
    rememberDestination: async (lastDestination) => {
      note("rememberDestination", lastDestination);
      return keep({ ...settings, lastDestination });
    },
    setAsideUnreadable: async (file) => {
      note("setAsideUnreadable", file);
      return ok(`${file}.kept`);
    },
    secretHolder: async () => ({ kind: "keychain", through: "keytar" }),
    hasSecret: async () => ok(true),
    awsProfiles: async () => [],
    passphraseNeed: async () => "none",
    unlockSecrets: async (passphrase) => {
      note("unlockSecrets", passphrase);
      return ok(undefined);
    },
    verifyConnection: async (draft) => {
      note("verifyConnection", draft);
      return ok({ write: "granted" });
    },
    findRegion: async () => ok("eu-west-1"),
    saveConnection: async (draft) => {
      note("saveConnection", draft);
      return keep(withDraft(settings, draft));
    },
    addDestination: async (connection, destination) => {
      note("addDestination", connection, destination);
      return keep({
        ...settings,
        connections: settings.connections.map((each) =>
          each.name === connection
            ? { ...each, destinations: [...each.destinations, destination] }
            : each,
        ),
      });
    },
    checkLogServer: async (logUrl, logToken) => {
      note("checkLogServer", logUrl, logToken);
      return ok({ status: "known", name: "clinic-north" });
    },
    saveLog: async (connection, logUrl, logToken) => {
      note("saveLog", connection, logUrl, logToken);
      return keep(
        withConnection(settings, connection, (known) => ({
          ...known,
          log: { url: logUrl },
        })),
      );
    },
    removeSaved: async (target) => {
      note("removeSaved", target);
      return keep(without(settings, target));
    },
    listFolder: async function* () {
      yield ok(emptyFolder);
    },
    folderDetails: async () => [],
    entryKinds: async (paths) => paths.map(() => null),
    findNames: async function* () {
      yield [];
    },
    recentFolders: async () => [],
    noteRecentFolder: async (folder) => {
      note("noteRecentFolder", folder);
    },
    pastDeliveries: async () => ok([]),
    lastRate: async () => null,
    planDelivery: async () => ok({ files: [], skipped: [], totalBytes: 0 }),
    findConflicts: async () => ok([]),
    unfinished: async () => ok([]),
    receipt: async () => ok(null),
    saveText: async (suggestedName, text) => {
      note("saveText", suggestedName, text);
      return ok(`/home/me/${suggestedName}`);
    },
    notifyRecipient: async (text, connection) => {
      note("notifyRecipient", text, connection);
      return ok(null);
    },
    checkStoredToken: async () => ok(null),
  };
  return { ...services, ...changes, calls, settings: () => settings };
};

import { lstat } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { AppError } from "../domain/errors.ts";
import { daemonUnavailableReason } from "../services/adapters/daemon/connect-to-daemon.ts";
import { readDaemonRecord } from "../services/adapters/daemon/daemon-record.ts";
import {
  isPrivateFolder,
  ownIdentity,
  type Identity,
} from "../services/adapters/daemon/private-folder.ts";
import { socketCandidates } from "../services/adapters/daemon/socket-candidates.ts";
import type { QueueTotals } from "../services/ports/transfer-view.ts";
import { attachToQueue, type AttachedQueue } from "./attach-to-queue.ts";
import type { Platform } from "./platform.ts";

/** What is known of this user's daemon. */
export type DaemonStatus =
  /** S3_SFTP_WORKER keeps the queue in the app. */
  | { readonly is: "off" }
  | {
      readonly is: "running";
      readonly pid: number;
      readonly version: string;
      /** Null where its record does not say so. */
      readonly startedAtMs: number | null;
      readonly socket: string;
      readonly totals: QueueTotals;
    }
  /** None runs; the next one would listen at `socket`. */
  | { readonly is: "startable"; readonly socket: string }
  /** None runs, and none could, or the one that runs cannot be spoken to. */
  | { readonly is: "unavailable"; readonly error: AppError };

const exists = (folder: string): Promise<boolean> =>
  lstat(folder).then(
    () => true,
    () => false,
  );

/** Where the next daemon would listen: the first place that is private, or can still be made so. */
const nextSocket = async (
  { environment, paths }: Platform,
  identity: Identity,
): Promise<string | null> => {
  const candidates = socketCandidates({
    stateFolder: paths.stateFolder,
    runtimeFolder: environment["XDG_RUNTIME_DIR"] ?? null,
    temporaryFolder: tmpdir(),
    uid: identity.uid,
  });
  for (const { folder, socket } of candidates) {
    if (!(await exists(folder)) || (await isPrivateFolder(folder, identity))) return socket;
  }
  return null;
};

const runningStatus = async (queue: AttachedQueue, { paths }: Platform): Promise<DaemonStatus> => {
  const { totals } = await queue.snapshot({ from: 0, count: 0 });
  const record = await readDaemonRecord(paths.stateFolder);
  const { pid, version } = queue.daemon ?? { pid: 0, version: "" };
  const { startedAtMs = null, socket = "" } = record ?? {};
  return { is: "running", pid, version, startedAtMs, socket, totals };
};

/**
 * Whether a daemon runs, and if none does, whether one could: where its socket would be, who may write there, and
 * whether it would survive a logout. Starts none. `root` is "/" except in tests.
 */
export const findDaemonStatus = async (platform: Platform, root = "/"): Promise<DaemonStatus> => {
  const { environment, paths } = platform;
  if (environment["S3_SFTP_WORKER"] === "off") return { is: "off" };
  const attached = await attachToQueue(environment);
  if (!attached.ok) return { is: "unavailable", error: attached.error };
  if (attached.value) {
    const status = await runningStatus(attached.value, platform);
    attached.value.close();
    return status;
  }
  const error = await daemonUnavailableReason(paths.stateFolder, root);
  if (error) return { is: "unavailable", error };
  const socket = await nextSocket(platform, ownIdentity());
  return socket === null
    ? { is: "unavailable", error: { code: "WorkerUnavailable", why: "no socket" } }
    : { is: "startable", socket };
};

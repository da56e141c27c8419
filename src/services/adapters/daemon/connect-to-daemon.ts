import { userInfo } from "node:os";
import type { AppError } from "../../../domain/errors.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import { findOrStartDaemon, findDaemon, daemonLimits } from "./find-daemon.ts";
import type { DaemonSpec } from "./find-daemon.ts";
import { endsProcessesAtLogout } from "./logout-rules.ts";
import { isPrivateFolder, ownIdentity, noCandidateReason } from "./private-folder.ts";
import { createRemoteQueue, remoteQueueTimeouts, type RemoteQueue } from "./remote-queue.ts";
import { daemonEnvironment } from "./daemon-environment.ts";
import { DaemonLink } from "./daemon-link.ts";
import { daemonFolder } from "./daemon-record.ts";

export interface ConnectToDaemonOptions {
  /** The folder of the state database: one daemon each. */
  readonly stateFolder: string;
  /** Of this program. */
  readonly version: string;
  /** Path of the daemon's script. */
  readonly daemonProgram: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** By account: what the daemon is to know before its queue runs. */
  readonly secrets?: Map<string, string | null>;
}

const userName = () => {
  try {
    return userInfo().username;
  } catch {
    // A user id without a line in the password file, as in containers.
    return "";
  }
};

const toSpec = (options: ConnectToDaemonOptions): DaemonSpec => ({
  stateFolder: options.stateFolder,
  version: options.version,
  program: options.daemonProgram,
  environment: daemonEnvironment(options.environment),
  identity: ownIdentity(),
  user: userName(),
  limits: daemonLimits,
});

/**
 * The queue of this user's daemon, started where there is none, taken over where it is older than this program.
 * Fails with WorkerUnavailable; the caller then keeps the queue in its own process, and says so.
 */
export const connectToDaemon = async (
  options: ConnectToDaemonOptions,
): Promise<Result<RemoteQueue, AppError>> => {
  const spec = toSpec(options);
  const link = await DaemonLink.open(
    (onChanged) => findOrStartDaemon(spec, onChanged),
    options.secrets,
  );
  return link.ok ? ok(createRemoteQueue(link.value, remoteQueueTimeouts)) : link;
};

const nobody: AppError = { code: "WorkerUnavailable", why: "lost" };

/**
 * Why no daemon could be started here and outlive its app; null when nothing speaks against it. Starts and makes
 * nothing. `root` is "/" except in tests.
 */
export const daemonUnavailableReason = async (
  stateFolder: string,
  root: string,
): Promise<AppError | null> => {
  const folder = daemonFolder(stateFolder);
  const isThere = (await noCandidateReason(folder)) === "unsafe folder";
  if (isThere && !(await isPrivateFolder(folder, ownIdentity()))) {
    return { code: "WorkerUnavailable", why: "unsafe folder", detail: folder };
  }
  const isKilled = await endsProcessesAtLogout(root, userName());
  return isKilled ? { code: "WorkerUnavailable", why: "killed at logout" } : null;
};

/** The queue of a daemon that is there already; null when there is none. Starts nothing. */
export const connectToRunningDaemon = async (
  options: ConnectToDaemonOptions,
): Promise<Result<RemoteQueue | null, AppError>> => {
  const spec = toSpec(options);
  const link = await DaemonLink.open(async (onChanged) => {
    const found = await findDaemon(spec, onChanged);
    if (found === "nobody") return fail(nobody);
    return found.ok ? ok({ connection: found.value, isSuccessor: false }) : found;
  });
  if (link.ok) return ok(createRemoteQueue(link.value, remoteQueueTimeouts));
  return link.error === nobody ? ok(null) : link;
};

import { userInfo } from "node:os";
import type { AppError } from "../../../domain/errors.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import { findOrStartWorker, findWorker, workerLimits } from "./find-worker.ts";
import type { WorkerSeat } from "./find-worker.ts";
import { endsProcessesAtLogout } from "./logout-rules.ts";
import { isPrivateFolder, ownIdentity, whyNoPlace } from "./private-folder.ts";
import { createRemoteQueue, remoteQueueTimeouts, type RemoteQueue } from "./remote-queue.ts";
import { workerEnvironment } from "./worker-environment.ts";
import { WorkerLink } from "./worker-link.ts";
import { workerFolder } from "./worker-record.ts";

export interface ConnectDeskOptions {
  /** The folder of the state database: one worker each. */
  readonly stateFolder: string;
  /** Of this program. */
  readonly version: string;
  /** Path of the worker's script. */
  readonly workerProgram: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** By account: what the worker is to know before its queue runs. */
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

const toSeat = (options: ConnectDeskOptions): WorkerSeat => ({
  stateFolder: options.stateFolder,
  version: options.version,
  program: options.workerProgram,
  environment: workerEnvironment(options.environment),
  identity: ownIdentity(),
  user: userName(),
  limits: workerLimits,
});

/**
 * The queue of this user's worker, started where there is none, taken over where it is older than this program.
 * Fails with WorkerUnavailable; the caller then keeps the queue in its own process, and says so.
 */
export const connectDesk = async (
  options: ConnectDeskOptions,
): Promise<Result<RemoteQueue, AppError>> => {
  const seat = toSeat(options);
  const link = await WorkerLink.open(
    (onChanged) => findOrStartWorker(seat, onChanged),
    options.secrets,
  );
  return link.ok ? ok(createRemoteQueue(link.value, remoteQueueTimeouts)) : link;
};

const nobody: AppError = { code: "WorkerUnavailable", why: "lost" };

/**
 * Why no worker could be started here and outlive its app; null when nothing speaks against it. Starts and makes
 * nothing. `root` is "/" except in tests.
 */
export const whyNoWorker = async (stateFolder: string, root: string): Promise<AppError | null> => {
  const folder = workerFolder(stateFolder);
  const isThere = (await whyNoPlace(folder)) === "unsafe folder";
  if (isThere && !(await isPrivateFolder(folder, ownIdentity()))) {
    return { code: "WorkerUnavailable", why: "unsafe folder", detail: folder };
  }
  const isKilled = await endsProcessesAtLogout(root, userName());
  return isKilled ? { code: "WorkerUnavailable", why: "killed at logout" } : null;
};

/** The queue of a worker that is there already; null when there is none. Starts nothing. */
export const connectRunningDesk = async (
  options: ConnectDeskOptions,
): Promise<Result<RemoteQueue | null, AppError>> => {
  const seat = toSeat(options);
  const link = await WorkerLink.open(async (onChanged) => {
    const found = await findWorker(seat, onChanged);
    if (found === "nobody") return fail(nobody);
    return found.ok ? ok({ connection: found.value, isSuccessor: false }) : found;
  });
  if (link.ok) return ok(createRemoteQueue(link.value, remoteQueueTimeouts));
  return link.error === nobody ? ok(null) : link;
};

import type { AppError } from "../domain/errors.ts";
import type { Result } from "../domain/result.ts";
import { connectToRunningDaemon } from "../services/adapters/daemon/connect-to-daemon.ts";
import type { RemoteQueue } from "../services/adapters/daemon/remote-queue.ts";
import { appPaths } from "../services/adapters/disk/paths.ts";
import { daemonProgram } from "./daemon-program.ts";
import type { Environment } from "../services/ports/environment.ts";
import { version } from "./version.ts";

/** The queue of a daemon that runs, and what is known of that process. Close it. */
export type AttachedQueue = RemoteQueue;

/** The queue of this user's daemon for a command; null when none runs, and none is started. */
export const attachToQueue = (
  environment: Environment,
): Promise<Result<AttachedQueue | null, AppError>> =>
  connectToRunningDaemon({
    stateFolder: appPaths(environment).stateFolder,
    version,
    daemonProgram: daemonProgram(),
    environment,
  });

import type { AppError } from "../domain/errors.ts";
import type { Result } from "../domain/result.ts";
import type { Environment } from "../services/adapters/disk/paths.ts";
import { appPaths } from "../services/adapters/disk/paths.ts";
import { connectToRunningDaemon } from "../services/adapters/daemon/connect-to-daemon.ts";
import type { RemoteQueue } from "../services/adapters/daemon/remote-queue.ts";
import { version } from "./version.ts";
import { daemonProgram } from "./daemon-program.ts";

/** The queue of this user's daemon for a command; null when none runs, and none is started. Close it. */
export const attachToQueue = (
  environment: Environment,
): Promise<Result<RemoteQueue | null, AppError>> =>
  connectToRunningDaemon({
    stateFolder: appPaths(environment).stateFolder,
    version,
    daemonProgram: daemonProgram(),
    environment,
  });

import type { AppError } from "../domain/errors.ts";
import type { Result } from "../domain/result.ts";
import type { Environment } from "../services/adapters/disk/paths.ts";
import { appPaths } from "../services/adapters/disk/paths.ts";
import { connectRunningDesk } from "../services/adapters/socket/connect-desk.ts";
import type { RemoteQueue } from "../services/adapters/socket/remote-queue.ts";
import { version } from "./version.ts";
import { workerProgram } from "./worker-program.ts";

/** The queue of this user's worker for a command; null when none runs, and none is started. Close it. */
export const openRunningDesk = (
  environment: Environment,
): Promise<Result<RemoteQueue | null, AppError>> =>
  connectRunningDesk({
    stateFolder: appPaths(environment).stateFolder,
    version,
    workerProgram: workerProgram(),
    environment,
  });

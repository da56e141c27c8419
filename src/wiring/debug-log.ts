import {
  createDebugFile,
  debugFileOf,
  tryDebugFile,
} from "../services/adapters/disk/debug-file.ts";
import type { Clock } from "../services/ports/clock.ts";
import { nullDebugLog, type DebugLog } from "../services/ports/debug-log.ts";
import type { Environment } from "../services/ports/environment.ts";

/** The debug log of S3_SFTP_DEBUG; without that variable nothing is written. */
export const openDebugLog = (environment: Environment, clock: Clock): DebugLog => {
  const file = debugFileOf(environment);
  return file === null ? nullDebugLog : createDebugFile(file, environment, () => clock.nowMs());
};

/** Makes the debug log's file, readable by its owner only. Gives the system's code, such as EACCES, when it cannot. */
export const prepareDebugFile = (file: string): string | null => tryDebugFile(file);

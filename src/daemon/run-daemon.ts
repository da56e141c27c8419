import type { AppError } from "../domain/errors.ts";
import type { Result } from "../domain/result.ts";
import { makePrivateFolder } from "../services/adapters/daemon/private-folder.ts";
import { daemonExit } from "../services/adapters/daemon/start-daemon.ts";
import { daemonFolder } from "../services/adapters/daemon/daemon-record.ts";
import { Daemon } from "./daemon.ts";
import type { DaemonDeps } from "./daemon.ts";
import type { DaemonQueue } from "../wiring/daemon-queue.ts";
import { takeDaemonLock } from "./daemon-lock.ts";
import { createDaemonLog } from "./daemon-log.ts";

export interface RunDaemonParams extends Omit<DaemonDeps, "queue" | "log"> {
  readonly openQueue: () => Promise<Result<DaemonQueue, AppError>>;
}

/** The queue could not be opened: sysexits.h EX_IOERR. The app meets the same error itself, and says which. */
const queueUnreadable = 74;

/**
 * A daemon's whole life: takes the lock, serves the queue, and gives the exit code when there is nothing left to do,
 * a newer program took over, or `stop` was aborted. With `daemonExit.anotherIsThere` nothing has been touched.
 */
export const runDaemon = async (params: RunDaemonParams, stop: AbortSignal): Promise<number> => {
  // Lock, log and socket are nobody else's business, whatever the umask of the shell that started us.
  process.umask(0o077);
  const folder = daemonFolder(params.stateFolder);
  if (!(await makePrivateFolder(folder, params.identity))) return daemonExit.unsafeFolder;
  const lock = takeDaemonLock(folder);
  if (!lock) return daemonExit.anotherIsThere;
  try {
    const log = createDaemonLog(folder, () => Date.now());
    const opened = await params.openQueue();
    if (opened.ok) return await new Daemon({ ...params, log, queue: opened.value }).live(stop);
    log("queue not opened", { code: opened.error.code });
    return queueUnreadable;
  } finally {
    lock.release();
  }
};

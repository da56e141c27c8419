import type { AppError } from "../domain/errors.ts";
import type { Result } from "../domain/result.ts";
import { makePrivateFolder } from "../services/adapters/socket/private-folder.ts";
import { workerExit } from "../services/adapters/socket/start-worker.ts";
import { workerFolder } from "../services/adapters/socket/worker-record.ts";
import { WorkerLife } from "./worker-life.ts";
import type { WorkerLifeDeps, WorkerQueue } from "./worker-life.ts";
import { takeWorkerLock } from "./worker-lock.ts";
import { createWorkerLog } from "./worker-log.ts";

export interface RunWorkerParams extends Omit<WorkerLifeDeps, "queue" | "log"> {
  readonly openQueue: () => Promise<Result<WorkerQueue, AppError>>;
}

/** The queue could not be opened: sysexits.h EX_IOERR. The app meets the same error itself, and says which. */
const queueUnreadable = 74;

/**
 * A worker's whole life: takes the lock, serves the queue, and gives the exit code when there is nothing left to do,
 * a newer program took over, or `stop` was aborted. With `workerExit.anotherIsThere` nothing has been touched.
 */
export const runWorker = async (params: RunWorkerParams, stop: AbortSignal): Promise<number> => {
  // Lock, log and socket are nobody else's business, whatever the umask of the shell that started us.
  process.umask(0o077);
  const folder = workerFolder(params.stateFolder);
  if (!(await makePrivateFolder(folder, params.identity))) return workerExit.unsafeFolder;
  const lock = takeWorkerLock(folder);
  if (!lock) return workerExit.anotherIsThere;
  try {
    const log = createWorkerLog(folder, () => Date.now());
    const opened = await params.openQueue();
    if (opened.ok) return await new WorkerLife({ ...params, log, queue: opened.value }).live(stop);
    log("queue not opened", { code: opened.error.code });
    return queueUnreadable;
  } finally {
    lock.release();
  }
};

import type { TransferRequest } from "../../../services/ports/transfer-view.ts";
import type { UploadQueue } from "../../../services/ports/upload-queue.ts";
import type { Redirected } from "../redirect/redirected.ts";
import type { QueuedFiles } from "./queue-requests.ts";

/** Takes failed transfers off the queue whose files are queued for another destination now; their history stays. */
export const dismissQueued = async (
  queue: UploadQueue,
  failed: readonly Redirected[],
  requests: readonly TransferRequest[],
  { refusedPaths }: Pick<QueuedFiles, "refusedPaths">,
): Promise<void> => {
  const queued = new Set(requests.map(({ path }) => path).filter((at) => !refusedPaths.has(at)));
  const ids = failed.filter(({ path }) => queued.has(path)).map(({ id }) => id);
  if (ids.length > 0) await queue.dismiss(ids);
};

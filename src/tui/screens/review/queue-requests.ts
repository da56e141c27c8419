import type { AppError } from "../../../domain/errors.ts";
import type { TransferRequest } from "../../../services/ports/transfer-view.ts";
import type { AppServices } from "../../services.ts";

/** A message to the queue may cross a socket, which takes no endless ones. */
const requestsAtOnce = 500;

export interface QueuedFiles {
  readonly queued: number;
  /** Why a file was not taken; the first of them. */
  readonly refused: readonly AppError[];
  /** Of those. */
  readonly refusedPaths: ReadonlySet<string>;
  /** The queue itself failed: nothing after that point is queued. */
  readonly failure: AppError | null;
}

/** Hands all requests to the queue as one batch, some at a time. What was queued before a failure stays queued. */
export const queueRequests = async (
  services: AppServices,
  requests: readonly TransferRequest[],
  onProgress: (done: number) => void,
): Promise<QueuedFiles> => {
  let queued = 0;
  const refused: AppError[] = [];
  const refusedPaths = new Set<string>();
  const id = services.newBatchId();
  const last = requests.at(-1);
  const inBatch = (request: TransferRequest): TransferRequest => ({
    ...request,
    batch: request === last ? { id, isLast: true } : { id },
  });
  for (let at = 0; at < requests.length; at += requestsAtOnce) {
    onProgress(at);
    const added = await services.queue.add(requests.slice(at, at + requestsAtOnce).map(inBatch));
    if (!added.ok) return { queued, refused, refusedPaths, failure: added.error };
    for (const one of added.value) {
      if ("error" in one) {
        refused.push(one.error);
        refusedPaths.add(one.path);
      } else queued += 1;
    }
  }
  return { queued, refused, refusedPaths, failure: null };
};

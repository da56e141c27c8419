import type { TransferRequest } from "../../ports/transfer-view.ts";

/** Small enough that a daemon answers other apps between two batches, large enough that 100,000 take a few dozen. */
const batchBytes = 1024 * 1024;

/** Cuts requests into messages of about a mebibyte, in order. One request is at least one batch. */
export const toBatches = (
  requests: readonly TransferRequest[],
): readonly (readonly TransferRequest[])[] => {
  const batches: TransferRequest[][] = [];
  let roomBytes = 0;
  for (const request of requests) {
    const bytes = JSON.stringify(request).length;
    if (bytes > roomBytes) {
      batches.push([]);
      roomBytes = batchBytes;
    }
    batches.at(-1)?.push(request);
    roomBytes -= bytes;
  }
  return batches;
};

/** Small enough that a daemon answers other apps between two batches, large enough that 100,000 take a few dozen. */
const batchBytes = 1024 * 1024;

/** Cuts what is sent into messages of about a mebibyte, in order: transfer requests, keys. One is at least one batch. */
export const toBatches = <T>(requests: readonly T[]): readonly (readonly T[])[] => {
  const batches: T[][] = [];
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

import type { ActiveDestination } from "../../domain/active-destination.ts";
import type { Receipt } from "../../domain/receipt.ts";

/** A pause as long as this parts two uploads: what was sent before says nothing of the line of now. */
const maxPauseMs = 60_000;

/**
 * Bytes a second of the last uploads to a destination, from receipts, the newest first: all that followed each other, over
 * the time from the first start to the last end. Null where there is none.
 */
export const lastRate = (
  receipts: readonly Receipt[],
  { connection, destination }: ActiveDestination,
): number | null => {
  let bytes = 0;
  let startedAtMs = Number.POSITIVE_INFINITY;
  let endedAtMs = Number.NEGATIVE_INFINITY;
  for (const receipt of receipts) {
    if (receipt.connection !== connection || receipt.bucket !== destination.bucket) continue;
    if (bytes > 0 && receipt.endedAtMs < startedAtMs - maxPauseMs) break;
    bytes += receipt.bytes;
    startedAtMs = Math.min(startedAtMs, receipt.startedAtMs);
    endedAtMs = Math.max(endedAtMs, receipt.endedAtMs);
  }
  const seconds = (endedAtMs - startedAtMs) / 1000;
  return bytes > 0 && seconds > 0 ? bytes / seconds : null;
};

import { assertNever } from "./assert-never.ts";
import type { TransferStateName } from "./transfer.ts";

/** The groups of the queue from top to bottom: what needs a person, what moves, what waits, what is over. */
export const displayGroups = ["failed", "uploading", "waiting", "ended"] as const;
export type DisplayGroup = (typeof displayGroups)[number];

/** Under which group a transfer is shown. Paused ones keep their place among the waiting. */
export const displayGroup = (state: TransferStateName): DisplayGroup => {
  switch (state) {
    case "failed":
    case "uploading":
      return state;
    case "waiting":
    case "paused":
      return "waiting";
    case "delivered":
    case "skipped":
    case "cancelled":
      return "ended";
    default:
      return assertNever(state);
  }
};

/** What waits for a connection: of which kind, and how many connections its transfer holds already. */
export interface SlotRequest {
  readonly isBulk: boolean;
  readonly held: number;
}

/**
 * Index of the request that gets the next free connection, or -1. Small files and parts of large ones take
 * turns, so that neither waits for the other's end; among parts the file that holds fewest goes first, and
 * the earlier one when equal.
 */
export const nextSlotRequest = (
  requests: readonly SlotRequest[],
  busy: { readonly small: number; readonly bulk: number },
  limits: { readonly small: number; readonly bulk: number },
): number => {
  let best = -1;
  let bestScore = Number.POSITIVE_INFINITY;
  requests.forEach((request, index) => {
    const kind = request.isBulk ? "bulk" : "small";
    if (busy[kind] >= limits[kind]) return;
    const score = (busy[kind] / limits[kind]) * 1_000_000 + request.held;
    if (score < bestScore) {
      best = index;
      bestScore = score;
    }
  });
  return best;
};

import { setImmediate as nextTurn } from "node:timers/promises";
import type { ActiveDestination } from "../../domain/active-destination.ts";
import type { AppError } from "../../domain/errors.ts";
import type { PastDelivery } from "../../domain/past-delivery.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { TransferStore } from "../ports/transfer-store.ts";

export interface PastDeliveriesParams {
  readonly transfers: Pick<TransferStore, "deliveriesOf">;
  /** Absolute. */
  readonly paths: readonly string[];
  readonly target: ActiveDestination;
  readonly signal: AbortSignal;
}

/** Asked for at one go: some milliseconds, in which the screen does not answer. */
const pathsAtOnce = 500;

/**
 * What this computer has delivered of some files to a destination, as its own state database has it; of each path the
 * last one. Nothing is asked of the storage service. Rejects with the reason of an abort.
 */
export const findPastDeliveries = async (
  params: PastDeliveriesParams,
): Promise<Result<readonly PastDelivery[], AppError>> => {
  const { transfers, paths, target, signal } = params;
  const { bucket, prefix } = target.destination;
  const byPath = new Map<string, PastDelivery>();
  for (let at = 0; at < paths.length; at += pathsAtOnce) {
    signal.throwIfAborted();
    const found = transfers.deliveriesOf(paths.slice(at, at + pathsAtOnce));
    if (!found.ok) return found;
    for (const one of found.value) {
      const isThere =
        one.connection === target.connection && one.bucket === bucket && one.key.startsWith(prefix);
      const before = byPath.get(one.path);
      if (isThere && (!before || before.deliveredAtMs <= one.deliveredAtMs))
        byPath.set(one.path, one);
    }
    await nextTurn();
  }
  return ok(Array.from(byPath.values()));
};

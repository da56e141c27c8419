import { isTransient, isUnreachable } from "../../domain/retry.ts";
import { retryRows } from "./change-transfers.ts";
import { findHold, type Hold } from "./holds.ts";
import { releaseHolds, type QueueCore } from "./queue-core.ts";
import type { QueueRow } from "./queue-row.ts";

/** Seldom enough for a night without network, often enough for a router that starts again. */
const recheckIntervalMs = 60_000;

/** True when the store says anything at all, be it a refusal. */
const isThere = async (core: QueueCore, row: QueueRow, signal: AbortSignal): Promise<boolean> => {
  const { bucket, key } = row.transfer.target;
  const store = await core.deps.storeFor(row.transfer.target, row.transfer.options);
  if (!store.ok) return true;
  const listed = await store.value.list({ bucket, prefix: key, maxKeys: 1, signal });
  return listed.ok || !(isTransient(listed.error) || isUnreachable(listed.error));
};

/**
 * After a store was given up: looks for it once a minute, and lets the transfer that met it and all others that go
 * there go on when it is there. When that is next can be seen in each snapshot. Ends when somebody else has ended the
 * hold, or with the queue.
 */
export const awaitNetwork = async (core: QueueCore, row: QueueRow, hold: Hold): Promise<void> => {
  const { state, stopSignal, deps } = core;
  try {
    for (;;) {
      hold.nextTryAtMs = deps.clock.monotonicMs() + recheckIntervalMs;
      core.notify();
      await deps.clock.sleep(recheckIntervalMs, stopSignal);
      if (findHold(state.holds, row.transfer.target) !== hold) return;
      if (!(await isThere(core, row, stopSignal))) continue;
      // Cancelled or taken off the screen meanwhile, it is to be left alone; the others go on.
      const isStillHere = state.rows.get(row.id) === row;
      const isMeant = isStillHere && row.transfer.state.name === "failed";
      releaseHolds(core, (each) => each === hold);
      return await retryRows(core, isMeant ? [row] : [], undefined);
    }
  } catch (thrown) {
    if (!stopSignal.aborted) throw thrown;
  }
};

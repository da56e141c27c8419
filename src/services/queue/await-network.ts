import { isTransient, isUnreachable } from "../../domain/retry.ts";
import { retryRows } from "./change-transfers.ts";
import type { QueueCore } from "./queue-core.ts";
import type { QueueRow } from "./queue-state.ts";

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
 * After the network was given up: looks for the store once a minute, and lets the queue and the transfer that met it
 * go on when it is there. When that is next can be seen in each snapshot. Ends when somebody else has dealt with the trouble, or with the queue.
 */
export const awaitNetwork = async (core: QueueCore, row: QueueRow): Promise<void> => {
  const { state, stopSignal, deps } = core;
  const { trouble } = state;
  try {
    for (;;) {
      if (trouble === null) return;
      state.nextTry = { after: trouble, atMs: deps.clock.monotonicMs() + recheckIntervalMs };
      core.notify();
      await deps.clock.sleep(recheckIntervalMs, stopSignal);
      if (state.trouble !== trouble) return;
      if (!(await isThere(core, row, stopSignal))) continue;
      // Cancelled or taken off the screen meanwhile, it is to be left alone; the others go on.
      const isStillHere = state.rows.get(row.transfer.id) === row;
      const isMeant = isStillHere && row.transfer.state.name === "failed";
      return await retryRows(core, isMeant ? [row] : [], undefined);
    }
  } catch (thrown) {
    if (!stopSignal.aborted) throw thrown;
  }
};

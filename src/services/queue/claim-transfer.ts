import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import { isEnded, type Transfer } from "../../domain/transfer.ts";
import { noteTransfer, type QueueCore } from "./queue-core.ts";
import { addStoredRow } from "./open-batches.ts";
import { thisProcess, type QueueRow, type RowOwner } from "./queue-row.ts";
import { putFirst, updateRow } from "./queue-state.ts";

/** A record that says "uploading" was left by a process that ended: it waits. */
const resetInterrupted = (transfer: Transfer): Transfer =>
  transfer.state.name === "uploading" ? { ...transfer, state: { name: "waiting" } } : transfer;

const setOwner = (core: QueueCore, stored: Transfer, owner: RowOwner): void => {
  const transfer = owner.is === "this process" ? resetInterrupted(stored) : stored;
  const row = core.state.rows.get(transfer.id);
  noteTransfer(core, row?.transfer ?? null, transfer);
  if (!row) {
    addStoredRow(core, stored, transfer, owner);
    return;
  }
  updateRow(core.state, row, (each) => {
    each.owner = owner;
    each.transfer = transfer;
  });
};

const since = ({ transfer }: QueueRow): number => transfer.sentFirstAtMs ?? 0;

/** What a person had sent first is so in every process: the latest of them is put there last. */
const restoreOrder = ({ state }: QueueCore, rows: readonly QueueRow[]): void => {
  const urgent = rows.filter((row) => since(row) > 0 && !isEnded({ name: row.stateName }));
  for (const row of urgent.toSorted((one, other) => since(one) - since(other))) {
    putFirst(state, row);
    state.lastSentFirstAtMs = Math.max(state.lastSentFirstAtMs, since(row));
  }
};

/**
 * Makes transfers this process's own, as rows of the queue, and reads them anew: the owner before may have gone on with
 * them. Gives the rows that are ours now; those of another living process say whose they are. Starts nothing.
 */
export const claim = (
  core: QueueCore,
  wanted: readonly Transfer[],
): Result<readonly QueueRow[], AppError> => {
  const { state, deps } = core;
  const ownRow = ({ id }: Transfer): QueueRow | null => {
    const row = state.rows.get(id);
    return row?.owner.is === "this process" ? row : null;
  };
  const others = wanted.filter((transfer) => ownRow(transfer) === null);
  if (others.length > 0) {
    const claimed = deps.transfers.claim(others.map(({ id }) => id));
    if (!claimed.ok) return claimed;
    for (const transfer of others) {
      const pid = claimed.value.get(transfer.id);
      if (pid !== undefined) {
        setOwner(core, transfer, { is: "another process", pid });
        continue;
      }
      const stored = deps.transfers.find(transfer.id);
      if (!stored.ok) return stored;
      setOwner(core, stored.value ?? transfer, thisProcess);
    }
    restoreOrder(
      core,
      others.flatMap((transfer) => ownRow(transfer) ?? []),
    );
    core.notify();
  }
  return ok(wanted.flatMap((transfer) => ownRow(transfer) ?? []));
};

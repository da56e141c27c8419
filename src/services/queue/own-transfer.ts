import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Transfer } from "../../domain/transfer.ts";
import { noteTransfer, showTransfer, type QueueCore } from "./queue-core.ts";
import { addRow, type QueueRow } from "./queue-state.ts";

/** A transfer that another process works on, as it is shown here. Nothing of it is written. */
const showBusy = (core: QueueCore, row: QueueRow, pid: number): void => {
  const { path } = row.transfer;
  const error: AppError = { code: "TransferBusy", path, pid };
  const endedAtMs = core.deps.clock.nowMs();
  showTransfer(core, row, { ...row.transfer, state: { name: "failed", error }, endedAtMs });
};

/**
 * Makes sure that this process owns the row's record, and has read it since: the owner before may have gone on with
 * it. False: another living process has it, and the row says so.
 */
export const own = (core: QueueCore, row: QueueRow): Result<boolean, AppError> => {
  if (row.isOurs) return ok(true);
  const { transfers } = core.deps;
  const { id } = row.transfer;
  const claimed = transfers.claim(id);
  if (!claimed.ok) return claimed;
  if (!claimed.value.isOurs) {
    showBusy(core, row, claimed.value.pid);
    return ok(false);
  }
  row.isOurs = true;
  const stored = transfers.find(id);
  if (!stored.ok) return stored;
  if (stored.value) showTransfer(core, row, settle(stored.value));
  return ok(true);
};

/** A record that says "uploading" was left by a process that ended: it waits. */
const settle = (transfer: Transfer): Transfer =>
  transfer.state.name === "uploading" ? { ...transfer, state: { name: "waiting" } } : transfer;

/** Takes records of earlier runs into this queue. Those of another living process appear as busy. */
export const adopt = (
  core: QueueCore,
  found: readonly Transfer[],
): Result<readonly QueueRow[], AppError> => {
  const news = found.filter(({ id }) => !core.state.rows.has(id));
  if (news.length === 0) return ok([]);
  const others = core.deps.transfers.claimAll(news.map(({ id }) => id));
  if (!others.ok) return others;
  const rows = news.map((transfer) => {
    const pid = others.value.get(transfer.id);
    const row = addRow(core.state, settle(transfer), pid === undefined);
    noteTransfer(core, null, row.transfer);
    if (pid !== undefined) showBusy(core, row, pid);
    return row;
  });
  return ok(rows);
};

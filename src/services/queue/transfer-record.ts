import type { AppError } from "../../domain/errors.ts";
import type { Result } from "../../domain/result.ts";
import type { Transfer, TransferEvent } from "../../domain/transfer.ts";
import type { PartRecord } from "../ports/transfer-store.ts";
import type { OnWayChange, RetryNotice, TransferRecord } from "../upload/upload-context.ts";
import { applyEvent, type QueueCore } from "./queue-core.ts";
import type { QueueRow, Running } from "./queue-row.ts";
import { batchOf, updateRow } from "./queue-state.ts";
import { addSpeed, type Bytes } from "./tally.ts";

const addTo = (bytes: Bytes, { ackedBytes = 0, onWayBytes = 0, fillBytes = 0 }: Partial<Bytes>) => {
  bytes.ackedBytes += ackedBytes;
  bytes.onWayBytes += onWayBytes;
  bytes.fillBytes += fillBytes;
};

const addBytes = ({ state }: QueueCore, row: QueueRow, more: Partial<Bytes>): void => {
  addTo(row.awake(), more);
  addTo(state, more);
  const batch = batchOf(state, row);
  if (batch) addTo(batch.tally, more);
};

const setAcked = (core: QueueCore, row: QueueRow, bytes: number): void =>
  addBytes(core, row, { ackedBytes: bytes - row.progress.ackedBytes });

/** Bytes that got through since `fromMs`, for the speed of the row and of all that it belongs to. */
const noteSpeed = (core: QueueCore, row: QueueRow, bytes: number, fromMs: number): void => {
  const nowMs = core.deps.clock.monotonicMs();
  addSpeed(core.state, bytes, fromMs, nowMs);
  const batch = batchOf(core.state, row);
  if (batch) addSpeed(batch.tally, bytes, fromMs, nowMs);
  if (row.running) addSpeed(row.running, bytes, fromMs, nowMs);
};

const noteRetry = ({ deps, debug }: QueueCore, row: QueueRow, notice: RetryNotice): void => {
  const { attempt, untilMs, error: why } = notice;
  const waitMs = Math.max(0, Math.round(untilMs - deps.clock.monotonicMs()));
  debug.write({ event: "retry", transferId: row.transfer.id, attempt, waitMs, why });
};

const noteWait = (running: Running, notice: RetryNotice | null, nowMs: number): void => {
  running.retry = notice;
  if (notice)
    running.retries = [...running.retries.filter(({ untilMs }) => untilMs > nowMs), notice];
};

/** Its next attempt is under way. */
const endWait = ({ deps }: QueueCore, { running }: QueueRow): void => {
  if (running?.retry && running.retry.untilMs <= deps.clock.monotonicMs()) running.retry = null;
};

/** The memory of one running transfer: its row on the screen and its record on disk. */
class RowRecord implements TransferRecord {
  readonly #core: QueueCore;
  readonly #row: QueueRow;

  constructor(core: QueueCore, row: QueueRow) {
    this.#core = core;
    this.#row = row;
  }

  get transfer(): Transfer {
    return this.#row.transfer;
  }

  change(event: TransferEvent): Promise<Result<void, AppError>> {
    return applyEvent(this.#core, this.#row, event);
  }

  async startOver(why: AppError | null): Promise<Result<void, AppError>> {
    const transferId = this.transfer.id;
    const saved = await applyEvent(this.#core, this.#row, { type: "multipartDiscarded" }, [
      { type: "deleteParts", transferId },
    ]);
    if (!saved.ok) return saved;
    updateRow(this.#core.state, this.#row, (each) => {
      const none = { ackedBytes: 0, partsDone: 0, resumedFromPart: null };
      Object.assign(each.awake(), { ...none, restart: why });
      if (each.running) each.running.isVerifying = false;
    });
    return saved;
  }

  parts(): Result<readonly PartRecord[], AppError> {
    return this.#core.deps.transfers.parts(this.transfer.id);
  }

  addPart(part: PartRecord): Promise<Result<void, AppError>> {
    const transferId = this.transfer.id;
    return this.#core.stateWriter.write([{ type: "recordPart", transferId, part }]);
  }

  onWay({ bytes, fillBytes, fromMs }: OnWayChange): void {
    const core = this.#core;
    addBytes(core, this.#row, { onWayBytes: bytes, fillBytes });
    if (bytes <= 0) return;
    noteSpeed(core, this.#row, bytes - fillBytes, fromMs);
    endWait(core, this.#row);
    core.notify();
  }

  acked(bytes: number, fromMs: number, countedBytes = 0): void {
    const core = this.#core;
    const row = this.#row;
    addBytes(core, row, { ackedBytes: bytes });
    const progress = row.awake();
    if (progress.partsTotal > 0) progress.partsDone += 1;
    noteSpeed(core, row, Math.max(0, bytes - countedBytes), fromMs);
    endWait(core, row);
    // An answer may have brought room for one more.
    core.schedule();
    core.notify();
  }

  planned(partsTotal: number, done: readonly PartRecord[]): void {
    const row = this.#row;
    setAcked(
      this.#core,
      row,
      done.reduce((checksum, part) => checksum + part.sizeBytes, 0),
    );
    const progress = row.awake();
    progress.partsTotal = partsTotal;
    progress.partsDone = done.length;
    // Parts arrive in any order, so that it is their number that says how far it got.
    progress.resumedFromPart = done.length === 0 ? null : Math.min(done.length + 1, partsTotal);
    this.#core.notify();
  }

  retrying(notice: RetryNotice | null): void {
    const { running } = this.#row;
    if (notice) noteRetry(this.#core, this.#row, notice);
    if (running) noteWait(running, notice, this.#core.deps.clock.monotonicMs());
    this.#core.notify();
  }

  verifying(): void {
    if (this.#row.running) this.#row.running.isVerifying = true;
    this.#core.notify();
  }
}

export const createTransferRecord = (core: QueueCore, row: QueueRow): TransferRecord =>
  new RowRecord(core, row);

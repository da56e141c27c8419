import type { SQLOutputValue } from "node:sqlite";
import { assertNever } from "../../../domain/assert-never.ts";
import type { OpenBatch } from "../../../domain/batch.ts";
import type { AppError } from "../../../domain/errors.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { Outcome } from "../../../domain/outcome.ts";
import { isEnded, type Transfer } from "../../../domain/transfer.ts";
import type {
  TransferResult,
  Release,
  StoreChange,
  TransferStore,
} from "../../ports/transfer-store.ts";
import { parseJson } from "../../../domain/json.ts";
import { parseAbilities } from "../../../domain/store-abilities.ts";
import type { StoreMemory } from "../../ports/store-memory.ts";
import { createProcessOwner, type ProcessOwner } from "./process-owner.ts";
import type { JournalMode } from "./journal-mode.ts";
import { createLogFlusher } from "./log-flusher.ts";
import { guardOpening, guardState, guardStateLater } from "./sqlite-errors.ts";
import { changingValues, firstValues, toPart, toTransfer } from "./sqlite-rows.ts";
import { batchesOf, completeBatches, openBatches, settleBatches } from "./sqlite-batches.ts";
import { openDatabase, openDatabaseToRead } from "./sqlite-schema.ts";
import { isStoredOutcome, parseStored, toStoredReceipt } from "./stored-json.ts";
import { historyOf } from "./sqlite-history.ts";
import { forgetBefore, receiptVerbs } from "./sqlite-receipts.ts";
import { isWaitedFor, releaseGone, rowsOf } from "./sqlite-owners.ts";
import { prepareStatements, type Statements } from "./sqlite-statements.ts";
import { inTransaction } from "./sqlite-transaction.ts";

type Row = Readonly<Record<string, SQLOutputValue>>;

const toOutcome = (row: Row): Outcome => {
  const outcome = parseStored(row["body"], isStoredOutcome);
  const connection = row["connection"];
  return typeof connection === "string" ? { ...outcome, connection } : outcome;
};

/** `owner` null: nobody's, as all is that has ended. */
const insert = (statements: Statements, owner: ProcessOwner | null, transfer: Transfer): void => {
  const { id } = transfer;
  const values = [...changingValues(transfer), ...firstValues(transfer)];
  statements.insert.run(id, owner?.token ?? null, owner?.pid ?? null, ...values);
};

const addAll = (
  statements: Statements,
  owner: ProcessOwner,
  transfers: readonly Transfer[],
  batches: readonly OpenBatch[],
): void => {
  openBatches(statements, owner, batches);
  for (const transfer of transfers)
    insert(statements, isEnded(transfer.state) ? null : owner, transfer);
  completeBatches(statements, batches);
  settleBatches(
    statements,
    transfers.filter(({ state }) => isEnded(state)),
  );
};

const applyResult = (statements: Statements, owner: ProcessOwner, result: TransferResult): void => {
  const { transfer, receipt, outcome } = result;
  const values = changingValues(transfer);
  const ended = statements.end.run(...values, owner.token, owner.token, transfer.id);
  // A stream is recorded when it has ended: nothing of it could go on.
  if (ended.changes === 0) insert(statements, null, transfer);
  const hasParts = transfer.multipart !== null;
  if (hasParts && transfer.state.name === "delivered")
    statements.deleteParts.run({ id: transfer.id });
  if (receipt) statements.addReceipt.run(receipt.id, toStoredReceipt(receipt));
  if (outcome) statements.addOutcome.run(outcome.id, JSON.stringify(outcome));
};

const applyChange = (statements: Statements, owner: ProcessOwner, change: StoreChange): void => {
  switch (change.type) {
    case "save":
      statements.save.run(...changingValues(change.transfer), change.transfer.id);
      break;
    case "recordPart":
      statements.recordPart.run({
        id: change.transferId,
        partNumber: change.part.partNumber,
        sizeBytes: change.part.sizeBytes,
        etag: change.part.etag,
        crc32: change.part.crc32,
        proof: change.part.proof,
      });
      break;
    case "deleteParts":
      statements.deleteParts.run({ id: change.transferId });
      break;
    case "end":
      applyResult(statements, owner, change.result);
      break;
    case "deleteOutcomes":
      for (const id of change.ids) {
        if (change.takenAtMs !== undefined) statements.tellBatch.run(change.takenAtMs, id);
        statements.deleteOutcome.run(id);
      }
      break;
    default:
      assertNever(change);
  }
};

/** The transfer that a change has left in another state; none for what is about its parts or its log message. */
const changedTransfer = (change: StoreChange): Transfer | [] => {
  if (change.type === "save") return change.transfer;
  return change.type === "end" ? change.result.transfer : [];
};

const applyAll = (
  statements: Statements,
  owner: ProcessOwner,
  changes: readonly StoreChange[],
): void =>
  inTransaction(statements, () => {
    for (const change of changes) applyChange(statements, owner, change);
    settleBatches(statements, changes.flatMap(changedTransfer));
  });

/** Null when it is ours now; otherwise the pid of the living owner. */
const claimOne = (statements: Statements, owner: ProcessOwner, id: string): number | null => {
  const attempt = (gone: string | null): boolean =>
    statements.claim.run({ id, token: owner.token, pid: owner.pid, gone }).changes === 1;
  if (attempt(null)) return null;
  const row = statements.owner.get(id);
  if (!row) return null;
  const token = String(row["owner"]);
  const pid = Number(row["owner_pid"]);
  // Taken over only from the very owner that was seen dead: another process may have been quicker.
  if (!owner.isAlive(token, pid) && attempt(token)) return null;
  return pid;
};

const claim = (
  statements: Statements,
  owner: ProcessOwner,
  ids: readonly string[],
): ReadonlyMap<string, number> => {
  const others = new Map<string, number>();
  inTransaction(statements, () => {
    for (const id of ids) {
      const pid = claimOne(statements, owner, id);
      if (pid !== null) others.set(id, pid);
    }
  });
  return others;
};

const release = (statements: Statements, owner: ProcessOwner, what: Release): void => {
  switch (what) {
    case "ours":
      statements.releaseAll.run(owner.token);
      break;
    case "ours for the next daemon":
      statements.handOver.run(owner.token);
      break;
    case "of processes that are gone":
      inTransaction(statements, () => releaseGone(statements, owner));
      break;
    default:
      assertNever(what);
  }
};

/** The verbs that are about whose a transfer is. */
const ownershipOf = (
  statements: Statements,
  owner: ProcessOwner,
  guard: <T>(work: () => T) => Result<T, AppError>,
) =>
  ({
    list: (states, whose = "anybody") =>
      guard(() => rowsOf[whose](statements, owner, states).map(toTransfer)),
    claim: (ids) => guard(() => claim(statements, owner, ids)),
    release: (what) => guard(() => release(statements, owner, what)),
  }) satisfies Partial<TransferStore>;

/** What stores can do. An aid, so that a disk that fails here stops nothing. */
const memoryOf = (
  statements: Statements,
  guard: <T>(work: () => T) => Result<T, AppError>,
): StoreMemory => ({
  recall: ({ endpoint, bucket }) => {
    const row = guard(() => statements.store.get(endpoint, bucket));
    const body = row.ok ? row.value?.["body"] : undefined;
    return typeof body === "string" ? parseAbilities(parseJson(body)) : null;
  },
  remember: ({ endpoint, bucket }, abilities) =>
    void guard(() => statements.rememberStore.run(endpoint, bucket, JSON.stringify(abilities))),
});

/** The verbs of the outbox; each is one statement, and so a transaction. */
const outboxOf = (statements: Statements, guard: <T>(work: () => T) => Result<T, AppError>) =>
  ({
    addOutcome: (outcome) =>
      guard(() => void statements.addOutcome.run(outcome.id, JSON.stringify(outcome))),
    outbox: (limit, except = []) =>
      guard(() =>
        (except.length === 0
          ? statements.outbox.all(limit)
          : statements.outboxExcept.all(JSON.stringify(except), limit)
        ).map(toOutcome),
      ),
    outboxSize: () => guard(() => Number(statements.outboxSize.get()?.["size"])),
    refuseOutcome: (id, why) =>
      guard(() => void statements.refuseOutcome.run(JSON.stringify(why), id)),
    refusedOutcomes: () => guard(() => Number(statements.refusedOutcomes.get()?.["size"])),
    retryOutcomes: () => guard(() => Number(statements.retryOutcomes.run().changes)),
  }) satisfies Partial<TransferStore>;

/** What a test may turn. */
export interface TransferStoreOptions {
  readonly owner?: ProcessOwner;
  /** Pages of 4 KiB; what needs more fails as on a full disk. */
  readonly maxPages?: number;
  /** True: what is asked only; on a disk that cannot be written. */
  readonly isReadOnly?: boolean;
  readonly journalFor?: (folder: string) => JournalMode;
}

/**
 * The state database at `file`, made when absent. StateUnreadable (corrupt, newer, no permission) leaves the file
 * as it is; DiskFull.
 */
export const openTransferStore = (
  file: string,
  options: TransferStoreOptions = {},
): Result<TransferStore, AppError> => {
  const opened = options.isReadOnly
    ? openDatabaseToRead(file)
    : openDatabase(file, options.journalFor);
  if (!opened.ok) return opened;
  const database = opened.value;
  const prepared = guardOpening(file, () => {
    if (options.maxPages) database.exec(`PRAGMA max_page_count = ${options.maxPages}`);
    return prepareStatements(database);
  });
  if (!prepared.ok) {
    database.close();
    return prepared;
  }
  const statements = prepared.value;
  const owner = options.owner ?? createProcessOwner();
  const guard = <T>(work: () => T): Result<T, AppError> => guardState(file, work);
  const write = (work: () => void) => guard(() => inTransaction(statements, work));
  const flusher = createLogFlusher(database, file);
  const apply = (changes: readonly StoreChange[]) => applyAll(statements, owner, changes);
  const change = (only: StoreChange) => guard(() => apply([only]));
  const list = <T>(rows: () => readonly Row[], convert: (row: Row) => T) =>
    guard(() => rows().map(convert));
  const one = <T>(row: () => Row | undefined, convert: (row: Row) => T) =>
    guard(() => {
      const found = row();
      return found ? convert(found) : null;
    });

  return ok({
    add: (transfers, batches = []) => write(() => addAll(statements, owner, transfers, batches)),
    save: (transfer) => change({ type: "save", transfer }),
    commit: (changes) => guardStateLater(file, () => flusher.commit(() => apply(changes))),
    find: (id) => one(() => statements.find.get(id), toTransfer),
    hasUnfinished: () => guard(() => statements.hasUnfinished.get()?.["is_so"] === 1),
    hasWork: () => guard(() => isWaitedFor(statements, owner)),
    findUnfinished: (path, { connection, bucket, key }) =>
      one(() => statements.findUnfinished.get(path, connection, bucket, key), toTransfer),
    recordPart: (transferId, part) => change({ type: "recordPart", transferId, part }),
    parts: (id) => list(() => statements.parts.all({ id }), toPart),
    deleteParts: (transferId) => change({ type: "deleteParts", transferId }),
    dismiss: (ids) => write(() => ids.forEach((id) => statements.dismiss.run(id))),
    end: (result) => change({ type: "end", result }),
    ...receiptVerbs(statements, guard),
    forgetBefore: (atMs) => forgetBefore(database, statements, guard, atMs),
    ...outboxOf(statements, guard),
    deleteOutcomes: (ids) => change({ type: "deleteOutcomes", ids }),
    stores: memoryOf(statements, guard),
    batches: batchesOf(statements, owner, guard),
    history: historyOf(database, guard),
    ...ownershipOf(statements, owner, guard),
    close: () => {
      // On a full disk the owner is found dead later: then it goes on, or a person is asked once more.
      guard(() => release(statements, owner, "ours"));
      flusher.close();
      database.close();
    },
  });
};

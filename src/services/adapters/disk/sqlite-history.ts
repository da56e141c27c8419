import type { DatabaseSync, SQLInputValue, SQLOutputValue } from "node:sqlite";
import { allFiles, commonFolder } from "../../../domain/batch.ts";
import type { AppError } from "../../../domain/errors.ts";
import type { Result } from "../../../domain/result.ts";
import {
  transferStateNames,
  verifications,
  type TransferStateName,
} from "../../../domain/transfer.ts";
import type {
  HistoryBatch,
  HistoryEntry,
  HistoryQuery,
  HistoryStore,
} from "../../ports/history-store.ts";
import { noFiles } from "../../ports/transfer-view.ts";
import { textOrNull } from "./sqlite-rows.ts";
import { isStoredError, parseStored, parseStoredName } from "./stored-json.ts";

type Row = Readonly<Record<string, SQLOutputValue>>;

// LIKE takes half the time of instr and lower.
const hasText = "(path LIKE :text ESCAPE '\\' OR key LIKE :text ESCAPE '\\')";
const endedStates: readonly TransferStateName[] = ["delivered", "failed", "skipped", "cancelled"];

const hasAll = (states: readonly TransferStateName[]): boolean =>
  endedStates.every((state) => states.includes(state));

/** Only what is asked for: without its states a list of all is read from the index alone. */
const conditionOf = ({ text: wanted, states, batchId }: HistoryQuery): string =>
  [
    ...(batchId === null ? [] : ["batch_id = :batch"]),
    "ended_ms IS NOT NULL AND ended_ms >= :since",
    ...(hasAll(states) ? [] : ["transfers.state IN (SELECT value FROM json_each(:states))"]),
    ...(wanted === null ? [] : [hasText]),
  ].join(" AND ");

const prepareEntries = (database: DatabaseSync, condition: string) => ({
  // What is skipped is in the index alone, and what is on the page alone is looked up in the receipts.
  page: database.prepare(`
    SELECT entries.*, CASE WHEN json_valid(body) THEN json_extract(body, '$.verified') END AS verified
    FROM (
      SELECT seq FROM transfers WHERE ${condition}
      ORDER BY ended_ms DESC, state DESC, seq DESC LIMIT :count OFFSET :from
    ) AS found
    JOIN transfers AS entries ON entries.seq = found.seq
    LEFT JOIN receipts ON receipts.id = entries.receipt_id
    ORDER BY entries.ended_ms DESC, entries.state DESC, entries.seq DESC`),
  total: database.prepare(`SELECT count(*) AS total FROM transfers WHERE ${condition}`),
});

/** Matches of a text among some of the entries, and how many those were. */
const prepareSearch = (database: DatabaseSync, condition: string) => {
  const window = `
    SELECT seq FROM transfers WHERE ${condition}
    ORDER BY ended_ms DESC, state DESC, seq DESC LIMIT :count OFFSET :from`;
  return {
    // CROSS: the window first, and then its rows by their numbers.
    rows: database.prepare(`
      SELECT entries.*, CASE WHEN json_valid(body) THEN json_extract(body, '$.verified') END AS verified
      FROM (${window}) AS looked
      CROSS JOIN transfers AS entries ON entries.seq = looked.seq
      LEFT JOIN receipts ON receipts.id = entries.receipt_id
      WHERE ${hasText}
      ORDER BY entries.ended_ms DESC, entries.state DESC, entries.seq DESC`),
    lookedAt: database.prepare(`SELECT count(*) AS total FROM (${window})`),
  };
};

/** Of so many files the folder is looked for that all are in; of more it would take too long. */
const maxLookedAt = 200;

const hasEnded = `
  EXISTS (SELECT 1 FROM transfers WHERE batch_id = batches.id
    AND state IN ('delivered', 'failed', 'skipped', 'cancelled'))
  AND coalesce(closed_ms, 1e300) >= ?`;

/** Statements of the history; each is prepared when it is first asked for. */
const prepareHistory = (database: DatabaseSync) => {
  const once = <T>(prepare: (database: DatabaseSync, condition: string) => T) => {
    const kept = new Map<string, T>();
    return (condition: string): T => {
      const statements = kept.get(condition) ?? prepare(database, condition);
      kept.set(condition, statements);
      return statements;
    };
  };
  return {
    entries: once(prepareEntries),
    search: once(prepareSearch),
    batches: database.prepare(`
      SELECT id, note, coalesce(closed_ms, started_ms) AS ended_ms FROM batches WHERE ${hasEnded}
      ORDER BY closed_ms IS NOT NULL, closed_ms DESC, seq DESC LIMIT ? OFFSET ?`),
    batchCount: database.prepare(`SELECT count(*) AS total FROM batches WHERE ${hasEnded}`),
    sums: database.prepare(`
      SELECT state, count(*) AS files, sum(size_bytes) AS bytes FROM transfers
      WHERE batch_id = ? GROUP BY state`),
    place: database.prepare(`
      SELECT min(connection) AS connection, min(bucket) AS bucket, min(key) AS first, max(key) AS last
      FROM (SELECT connection, bucket, key FROM transfers WHERE batch_id = ? LIMIT ${maxLookedAt})`),
    delivered: database.prepare(`
      SELECT count(*) AS total FROM transfers WHERE ended_ms IS NOT NULL AND state = 'delivered'`),
  };
};

const text = (row: Row, column: string): string => String(row[column] ?? "");
/** Where a batch went. */
const toPlace = (row: Row, files: number) => {
  const [first, last] = [text(row, "first"), text(row, "last")];
  const folder = files > maxLookedAt ? "" : commonFolder(first, last);
  return {
    connection: text(row, "connection"),
    bucket: text(row, "bucket"),
    key: files === 1 ? first : folder,
  };
};

const toTarget = (row: Row) => ({
  connection: text(row, "connection"),
  bucket: text(row, "bucket"),
  key: text(row, "key"),
});

const toEntry = (row: Row): HistoryEntry => ({
  transferId: text(row, "id"),
  path: text(row, "path"),
  target: toTarget(row),
  sizeBytes: Number(row["size_bytes"]),
  state: parseStoredName(row["state"], transferStateNames),
  endedAtMs: Number(row["ended_ms"]),
  error: row["error"] === null ? null : parseStored(row["error"], isStoredError),
  receiptId: textOrNull(row, "receipt_id"),
  verified: row["verified"] === null ? null : parseStoredName(row["verified"], verifications),
});

const likeText = (text: string): string => `%${text.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;

const parametersOf = ({
  text: wanted,
  states,
  sinceMs,
  batchId,
}: HistoryQuery): Record<string, SQLInputValue> => ({
  since: sinceMs ?? 0,
  ...(!hasAll(states) && { states: JSON.stringify(states) }),
  ...(wanted !== null && { text: likeText(wanted) }),
  ...(batchId !== null && { batch: batchId }),
});

/** The history of a state database. Nothing is prepared before it is asked for: an upload never does. */
export const historyOf = (
  database: DatabaseSync,
  guard: <T>(work: () => T) => Result<T, AppError>,
): HistoryStore => {
  let prepared: ReturnType<typeof prepareHistory> | null = null;
  const statements = () => (prepared ??= prepareHistory(database));
  const toBatch = (row: Row): HistoryBatch => {
    const id = text(row, "id");
    const files = { ...noFiles };
    let sizeBytes = 0;
    let deliveredBytes = 0;
    for (const sum of statements().sums.all(id)) {
      const state = parseStoredName(sum["state"], transferStateNames);
      files[state] = Number(sum["files"]);
      sizeBytes += Number(sum["bytes"]);
      if (state === "delivered") deliveredBytes = Number(sum["bytes"]);
    }
    return {
      id,
      note: textOrNull(row, "note"),
      endedAtMs: Number(row["ended_ms"]),
      files,
      sizeBytes,
      deliveredBytes,
      target: toPlace(statements().place.get(id) ?? {}, allFiles(files)),
    };
  };
  return {
    entries: (query, { from, count }) =>
      guard(() => {
        const { page, total } = statements().entries(conditionOf(query));
        const asked = parametersOf(query);
        return {
          rows: page.all({ ...asked, from, count }).map(toEntry),
          from,
          total: Number(total.get(asked)?.["total"]),
        };
      }),
    search: (query, window) =>
      guard(() => {
        const withoutText = { ...query, text: null };
        const { rows, lookedAt } = statements().search(conditionOf(withoutText));
        const asked = { ...parametersOf(withoutText), ...window };
        const text = likeText(query.text ?? "");
        return {
          rows: rows.all({ ...asked, text }).map(toEntry),
          lookedAt: Number(lookedAt.get(asked)?.["total"]),
        };
      }),
    batches: ({ sinceMs }, { from, count }) =>
      guard(() => ({
        rows: statements()
          .batches.all(sinceMs ?? 0, count, from)
          .map(toBatch),
        from,
        total: Number(statements().batchCount.get(sinceMs ?? 0)?.["total"]),
      })),
    delivered: () => guard(() => Number(statements().delivered.get()?.["total"])),
  };
};

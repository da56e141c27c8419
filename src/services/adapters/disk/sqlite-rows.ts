import { assertNever } from "../../../domain/assert-never.ts";
import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import {
  conflictPolicies,
  transferStateNames,
  verifications,
  type Transfer,
  type TransferState,
} from "../../../domain/transfer.ts";
import type { PastDelivery } from "../../../domain/past-delivery.ts";
import { toWireJson } from "../../../domain/wire-json.ts";
import type { PartRecord } from "../../ports/transfer-store.ts";
import { isStoredError, isStoredOptions, parseStored, parseStoredName } from "./stored-json.ts";

type Row = Readonly<Record<string, SQLOutputValue>>;

const text = (row: Row, column: string): string => String(row[column]);
const number = (row: Row, column: string): number => Number(row[column]);
export const textOrNull = (row: Row, column: string): string | null =>
  row[column] === null ? null : text(row, column);

export const numberOrNull = (row: Row, column: string): number | null =>
  row[column] === null ? null : number(row, column);

/** The columns that change, in the order of `changingValues`. By position: names cost twice the time. */
export const changingColumns = [
  "size_bytes",
  "mtime_ms",
  "inode",
  "device",
  "key",
  "conflict",
  "options",
  "state",
  "error",
  "receipt_id",
  "upload_id",
  "part_bytes",
  "session_started_ms",
  "started_ms",
  "ended_ms",
  "batch_id",
  "sent_first_ms",
] as const;

/** Values of `changingColumns`. */
export const changingValues = (transfer: Transfer): SQLInputValue[] => {
  const { state, multipart, fingerprint } = transfer;
  return [
    fingerprint.sizeBytes,
    fingerprint.mtimeMs,
    fingerprint.inode,
    fingerprint.device,
    transfer.target.key,
    transfer.conflict,
    JSON.stringify(transfer.options),
    state.name,
    "error" in state ? toWireJson(state.error) : null,
    "receiptId" in state ? state.receiptId : null,
    multipart?.uploadId ?? null,
    multipart?.partBytes ?? null,
    multipart?.startedAtMs ?? null,
    transfer.startedAtMs,
    transfer.endedAtMs,
    transfer.batchId ?? null,
    transfer.sentFirstAtMs ?? null,
  ];
};

/** The columns that are written once, when a transfer is queued, in the order of `firstValues`. */
export const firstColumns = ["path", "connection", "bucket", "asked_key", "queued_ms"] as const;

/** Values of `firstColumns`. */
export const firstValues = (transfer: Transfer): SQLInputValue[] => [
  transfer.path,
  transfer.target.connection,
  transfer.target.bucket,
  transfer.target.key,
  transfer.queuedAtMs,
];

const toState = (row: Row): TransferState => {
  const name = parseStoredName(row["state"], transferStateNames);
  switch (name) {
    case "failed":
    case "skipped":
      return { name, error: parseStored(row["error"], isStoredError) };
    case "delivered":
      return { name, receiptId: text(row, "receipt_id") };
    case "waiting":
    case "uploading":
    case "paused":
    case "cancelled":
      return { name };
    default:
      return assertNever(name);
  }
};

/** A transfer as it was stored. Throws SyntaxError for a damaged row. */
export const toTransfer = (row: Row): Transfer => ({
  id: text(row, "id"),
  path: text(row, "path"),
  fingerprint: {
    sizeBytes: number(row, "size_bytes"),
    mtimeMs: number(row, "mtime_ms"),
    inode: number(row, "inode"),
    device: number(row, "device"),
  },
  target: {
    connection: text(row, "connection"),
    bucket: text(row, "bucket"),
    key: text(row, "key"),
  },
  conflict: parseStoredName(row["conflict"], conflictPolicies),
  options: parseStored(row["options"], isStoredOptions),
  state: toState(row),
  multipart:
    row["upload_id"] === null
      ? null
      : {
          uploadId: text(row, "upload_id"),
          partBytes: number(row, "part_bytes"),
          startedAtMs: number(row, "session_started_ms"),
        },
  queuedAtMs: number(row, "queued_ms"),
  startedAtMs: numberOrNull(row, "started_ms"),
  endedAtMs: numberOrNull(row, "ended_ms"),
  ...(row["batch_id"] !== null && { batchId: text(row, "batch_id") }),
  ...(row["sent_first_ms"] !== null && { sentFirstAtMs: number(row, "sent_first_ms") }),
});

/** A delivered transfer, as far as it tells whether a file was delivered before. */
export const toPastDelivery = (row: Row): PastDelivery => ({
  path: text(row, "path"),
  sizeBytes: number(row, "size_bytes"),
  mtimeMs: number(row, "mtime_ms"),
  connection: text(row, "connection"),
  bucket: text(row, "bucket"),
  key: text(row, "key"),
  askedKey: text(row, "asked_key"),
  receiptId: text(row, "receipt_id"),
  deliveredAtMs: number(row, "ended_ms"),
});

/** A part as it was stored. */
export const toPart = (row: Row): PartRecord => ({
  partNumber: number(row, "part_number"),
  sizeBytes: number(row, "size_bytes"),
  etag: text(row, "etag"),
  crc32: number(row, "crc32"),
  proof: parseStoredName(row["proof"], verifications),
});

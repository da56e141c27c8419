import type { Fingerprint } from "../../domain/fingerprint.ts";
import { isCount, isRecord } from "../../domain/json.ts";
import { textOf } from "../../domain/non-empty.ts";
import { isConflictPolicy, type TransferTarget } from "../../domain/transfer.ts";
import { readUploadOptions } from "../../domain/upload-options.ts";
import type { RequestedBatch, TransferRequest } from "./transfer-view.ts";

const toTarget = (value: unknown): TransferTarget | null => {
  if (!isRecord(value)) return null;
  const { connection, bucket, key } = value;
  return typeof connection === "string" && typeof bucket === "string" && typeof key === "string"
    ? { connection, bucket, key }
    : null;
};

const isFinite = (value: unknown): value is number => Number.isFinite(value);

const toFingerprint = (value: unknown): Fingerprint | null => {
  if (!isRecord(value)) return null;
  const { sizeBytes, mtimeMs, inode, device } = value;
  return isCount(sizeBytes) && isFinite(mtimeMs) && isFinite(inode) && isFinite(device)
    ? { sizeBytes, mtimeMs, inode, device }
    : null;
};

/** Undefined where none is named, or one that is not understood: then all of a message are a batch. */
const toBatch = (value: unknown): RequestedBatch | undefined => {
  if (!isRecord(value)) return undefined;
  const { note, isLast, logUrl } = value;
  const id = textOf(value["id"]);
  if (id === null) return undefined;
  return {
    id,
    ...(typeof note === "string" && { note }),
    ...(typeof logUrl === "string" && { logUrl }),
    ...(isLast === true && { isLast }),
  };
};

const parseTransferRequest = (value: unknown): TransferRequest | null => {
  if (!isRecord(value)) return null;
  const { path, conflict } = value;
  const target = toTarget(value["target"]);
  const options = readUploadOptions(value["options"]);
  if (typeof path !== "string" || !isConflictPolicy(conflict) || !target || !options) return null;
  const batch = toBatch(value["batch"]);
  const request = { path, target, conflict, options, ...(batch && { batch }) };
  if (value["fingerprint"] === undefined) return request;
  const fingerprint = toFingerprint(value["fingerprint"]);
  return fingerprint && { ...request, fingerprint };
};

/**
 * Requests as they came in a message; null when one of them is none. Copies the known fields only, so that nothing
 * foreign reaches the database.
 */
export const parseTransferRequests = (value: unknown): readonly TransferRequest[] | null => {
  if (!Array.isArray(value)) return null;
  const requests = value.map(parseTransferRequest);
  return requests.every((request) => request !== null) ? requests : null;
};

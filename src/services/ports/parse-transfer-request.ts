import type { Fingerprint } from "../../domain/fingerprint.ts";
import { isCount, isRecord } from "../../domain/json.ts";
import {
  isConflictPolicy,
  type TransferTarget,
  type UploadOptions,
} from "../../domain/transfer.ts";
import type { TransferRequest } from "./transfer-view.ts";

const isTextRecord = (value: unknown): value is Readonly<Record<string, string>> =>
  isRecord(value) && Object.values(value).every((text) => typeof text === "string");

const toTarget = (value: unknown): TransferTarget | null => {
  if (!isRecord(value)) return null;
  const { connection, bucket, key } = value;
  return typeof connection === "string" && typeof bucket === "string" && typeof key === "string"
    ? { connection, bucket, key }
    : null;
};

const toOptions = (value: unknown): UploadOptions | null => {
  if (!isRecord(value)) return null;
  const { tags, metadata } = value;
  if (tags !== undefined && !isTextRecord(tags)) return null;
  if (metadata !== undefined && !isTextRecord(metadata)) return null;
  const texts: { storageClass?: string; sse?: string; contentType?: string } = {};
  for (const name of ["storageClass", "sse", "contentType"] as const) {
    const text = value[name];
    if (text === undefined) continue;
    if (typeof text !== "string") return null;
    texts[name] = text;
  }
  return { ...texts, ...(tags && { tags }), ...(metadata && { metadata }) };
};

const isFinite = (value: unknown): value is number => Number.isFinite(value);

const toFingerprint = (value: unknown): Fingerprint | null => {
  if (!isRecord(value)) return null;
  const { sizeBytes, mtimeMs, inode, device } = value;
  return isCount(sizeBytes) && isFinite(mtimeMs) && isFinite(inode) && isFinite(device)
    ? { sizeBytes, mtimeMs, inode, device }
    : null;
};

const parseTransferRequest = (value: unknown): TransferRequest | null => {
  if (!isRecord(value)) return null;
  const { path, conflict } = value;
  const target = toTarget(value["target"]);
  const options = toOptions(value["options"]);
  if (typeof path !== "string" || !isConflictPolicy(conflict) || !target || !options) return null;
  if (value["fingerprint"] === undefined) return { path, target, conflict, options };
  const fingerprint = toFingerprint(value["fingerprint"]);
  return fingerprint && { path, target, conflict, options, fingerprint };
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

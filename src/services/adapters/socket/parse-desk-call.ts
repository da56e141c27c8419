import { isCount, isRecord } from "../../../domain/json.ts";
import type { Fingerprint } from "../../../domain/fingerprint.ts";
import {
  isConflictPolicy,
  type TransferTarget,
  type UploadOptions,
} from "../../../domain/transfer.ts";
import type { TransferRequest, TransferSelection } from "../../queue/transfer-desk.ts";
import type { DeskCall, Hello, NumberedCall } from "./desk-messages.ts";

/** A longer secret than any store or server gives out; what is longer is a mistake. */
const maxSecretLength = 16_384;

const isSelection = (value: unknown): value is TransferSelection =>
  value === "all" || (Array.isArray(value) && value.every((id) => typeof id === "string"));

const isTextRecord = (value: unknown): value is Readonly<Record<string, string>> =>
  isRecord(value) && Object.values(value).every((text) => typeof text === "string");

/** Copies the known fields only, so that nothing foreign reaches the database. */
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

const toRequest = (value: unknown): TransferRequest | null => {
  if (!isRecord(value)) return null;
  const { path, conflict } = value;
  const target = toTarget(value["target"]);
  const options = toOptions(value["options"]);
  if (typeof path !== "string" || !isConflictPolicy(conflict) || !target || !options) return null;
  if (value["fingerprint"] === undefined) return { path, target, conflict, options };
  const fingerprint = toFingerprint(value["fingerprint"]);
  return fingerprint && { path, target, conflict, options, fingerprint };
};

const toRequests = (value: unknown): readonly TransferRequest[] | null => {
  if (!Array.isArray(value)) return null;
  const requests = value.map(toRequest);
  return requests.every((request) => request !== null) ? requests : null;
};

const toSecretCall = ({ account, secret }: Readonly<Record<string, unknown>>): DeskCall | null => {
  if (typeof account !== "string" || account.length > maxSecretLength) return null;
  if (secret !== null && (typeof secret !== "string" || secret.length > maxSecretLength))
    return null;
  return { do: "secret", account, secret };
};

const toCall = (value: unknown): DeskCall | null => {
  if (!isRecord(value)) return null;
  const { which, conflict, bytesPerSecond, from, count } = value;
  switch (value["do"]) {
    case "add": {
      const requests = toRequests(value["requests"]);
      return requests && { do: "add", requests };
    }
    case "pause":
    case "resume":
    case "cancel":
    case "dismiss":
      return isSelection(which) ? { do: value["do"], which } : null;
    case "retry":
      return isSelection(which) && (conflict === null || isConflictPolicy(conflict))
        ? { do: "retry", which, conflict }
        : null;
    case "limit":
      return bytesPerSecond === null ||
        (Number.isFinite(bytesPerSecond) && Number(bytesPerSecond) > 0)
        ? { do: "limit", bytesPerSecond: bytesPerSecond === null ? null : Number(bytesPerSecond) }
        : null;
    case "snapshot":
      return isCount(from) && isCount(count) ? { do: "snapshot", from, count } : null;
    case "begin": {
      const { isSuccessor } = value;
      return typeof isSuccessor === "boolean" ? { do: "begin", isSuccessor } : null;
    }
    case "secret":
      return toSecretCall(value);
    case "subscribe":
    case "unsubscribe":
    case "refresh":
    case "handOver":
      return { do: value["do"] };
    default:
      return null;
  }
};

/** The first line of the other side; null when it is anything else. */
export const parseHello = (value: unknown): Hello | null => {
  if (!isRecord(value)) return null;
  const { hello, version, pid } = value;
  return isCount(hello) && typeof version === "string" && version.length <= 64 && isCount(pid)
    ? { hello, version, pid }
    : null;
};

/** A call with its number; `call` is null when only the number could be read, and all is null without one. */
export const parseNumberedCall = (
  value: unknown,
): NumberedCall | { readonly id: number; readonly call: null } | null =>
  isRecord(value) && isCount(value["id"]) ? { id: value["id"], call: toCall(value["call"]) } : null;

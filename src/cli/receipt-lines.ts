import { displayName } from "../domain/display-name.ts";
import { formatBytes, formatDuration } from "../domain/format.ts";
import type { Receipt } from "../domain/receipt.ts";
import type { Verification } from "../domain/transfer.ts";

/** How delivery was proved, in words. */
export const verificationWords: Readonly<Record<Verification, string>> = {
  "crc32-full-object": "verified: the store's CRC32 of the whole object equals ours",
  "part-md5": "verified: the store's MD5 of every part equals ours",
  none: "stored; the store gave nothing to compare with",
};

const two = (value: number) => String(value).padStart(2, "0");

const localTime = (atMs: number) => {
  const at = new Date(atMs);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
};

/** A receipt in one line, for the history. */
export const receiptLine = (receipt: Receipt): string => {
  const { endedAtMs, bytes, bucket, key, id } = receipt;
  const size = formatBytes(bytes).padStart(10);
  return `${localTime(endedAtMs)} ${size}  ${bucket}/${displayName(key)}  ${id}`;
};

/** A whole receipt as text. */
export const receiptText = (receipt: Receipt): string => {
  const seconds = (receipt.endedAtMs - receipt.startedAtMs) / 1000;
  const rows: readonly (readonly [string, string | null])[] = [
    ["File", displayName(receipt.path)],
    ["Size", `${receipt.bytes} bytes (${formatBytes(receipt.bytes)})`],
    ["Bucket", receipt.bucket],
    ["Key", displayName(receipt.key)],
    ["SHA-256", receipt.sha256],
    ["CRC32", receipt.crc32],
    ["ETag", receipt.etag === "" ? null : receipt.etag],
    ["Version id", receipt.versionId],
    ["Request id", receipt.requestId],
    ["Proof", verificationWords[receipt.verified]],
    ["Started", new Date(receipt.startedAtMs).toISOString()],
    ["Ended", `${new Date(receipt.endedAtMs).toISOString()} (${formatDuration(seconds)})`],
    ["Sender", displayName(receipt.sender)],
    ["Connection", displayName(receipt.connection)],
    ["Receipt", receipt.id],
  ];
  return rows
    .flatMap(([name, value]) => (value === null ? [] : [`${`${name}:`.padEnd(12)} ${value}`]))
    .join("\n");
};

/** A receipt as an object of `--json`. */
export const receiptEvent = (receipt: Receipt): object => ({
  event: "receipt",
  ...receipt,
  startedAt: new Date(receipt.startedAtMs).toISOString(),
  endedAt: new Date(receipt.endedAtMs).toISOString(),
});

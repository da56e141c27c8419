import { displayName } from "../domain/display-name.ts";
import { formatBytes, formatDuration } from "../domain/format.ts";
import { receiptSeconds, type Receipt } from "../domain/receipt.ts";
import type { Verification } from "../domain/transfer.ts";

/** How delivery was proved, in words. */
export const verificationWords: Readonly<Record<Verification, string>> = {
  "crc32-full-object": "verified: the CRC32 of the whole file matches",
  "crc32-composite": "verified: the CRC32 of every part matches",
  "content-md5": "verified: sent with its MD5, which the storage service checks",
  "part-md5": "verified: the MD5 of every part matches",
  none: "not verified: the storage service gave no checksum",
};

const wayInClear = (host: string): string => `not encrypted (http) to ${host}`;

/** A receipt as names and values, without those that it does not have. Safe to draw. */
export const receiptRows = (receipt: Receipt): readonly (readonly [string, string])[] => {
  const seconds = receiptSeconds(receipt);
  const { clearHost = null } = receipt;
  const rows: readonly (readonly [string, string | null])[] = [
    ["File", receipt.path],
    ["Size", `${receipt.bytes} bytes (${formatBytes(receipt.bytes)})`],
    ["Bucket", receipt.bucket],
    ["Key", receipt.key],
    ["SHA-256", receipt.sha256],
    ["CRC32", receipt.crc32],
    ["ETag", receipt.etag],
    ["Version ID", receipt.versionId],
    ["Request ID", receipt.requestId],
    ["Proof", verificationWords[receipt.verified]],
    ["Way", clearHost === null ? null : wayInClear(clearHost)],
    ["Started", new Date(receipt.startedAtMs).toISOString()],
    ["Finished", `${new Date(receipt.endedAtMs).toISOString()} (${formatDuration(seconds)})`],
    ["Sender", receipt.sender],
    ["Connection", receipt.connection],
    ["Receipt", receipt.id],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, displayName(value)]]));
};

/** A whole receipt as text. */
export const receiptText = (receipt: Receipt): string =>
  receiptRows(receipt)
    .map(([name, value]) => `${`${name}:`.padEnd(12)} ${value}`)
    .join("\n");

/** A receipt as an object of JSON, with times that people and programs read alike. */
export const receiptEvent = (receipt: Receipt) => ({
  event: "receipt",
  ...receipt,
  startedAt: new Date(receipt.startedAtMs).toISOString(),
  endedAt: new Date(receipt.endedAtMs).toISOString(),
});

import { displayName } from "../domain/display-name.ts";
import { formatBytes, formatCount, formatDuration } from "../domain/format.ts";
import type { Receipt } from "../domain/receipt.ts";
import { receiptEvent, verificationWords } from "./receipt.ts";

const sum = (receipts: readonly Receipt[]): number =>
  receipts.reduce((bytes, receipt) => bytes + receipt.bytes, 0);

// A call takes no 200,000 arguments, and a batch may have more files.
const first = (receipts: readonly Receipt[]): number =>
  receipts.reduce((atMs, { startedAtMs }) => Math.min(atMs, startedAtMs), Infinity);

const last = (receipts: readonly Receipt[]): number =>
  receipts.reduce((atMs, { endedAtMs }) => Math.max(atMs, endedAtMs), -Infinity);

const time = (atMs: number): string => new Date(atMs).toISOString();

const unique = (texts: readonly string[]): string => displayName([...new Set(texts)].join(", "));

const rowsOf = (receipt: Receipt): readonly string[] => [
  displayName(receipt.path),
  `  to        ${displayName(`${receipt.bucket}/${receipt.key}`)}`,
  `  size      ${receipt.bytes} bytes (${formatBytes(receipt.bytes)})`,
  ...(receipt.sha256 === null ? [] : [`  SHA-256   ${receipt.sha256}`]),
  ...(receipt.crc32 === null ? [] : [`  CRC32     ${receipt.crc32}`]),
  `  proof     ${verificationWords[receipt.verified]}`,
  `  finished  ${time(receipt.endedAtMs)}`,
  `  receipt   ${receipt.id}`,
];

/** One receipt for all that a batch has delivered, as a text; at least one receipt. */
export const batchReceiptText = (
  batchId: string,
  receipts: readonly Receipt[],
  note: string | null = null,
): string => {
  const seconds = (last(receipts) - first(receipts)) / 1000;
  return [
    `Receipt for ${formatCount(receipts.length, "file")}, ${formatBytes(sum(receipts))}`,
    "",
    ...(note === null ? [] : [`Note:        ${displayName(note)}`]),
    `Sender:      ${unique(receipts.map(({ sender }) => sender))}`,
    `Connection:  ${unique(receipts.map(({ connection }) => connection))}`,
    `Bucket:      ${unique(receipts.map(({ bucket }) => bucket))}`,
    `Started:     ${time(first(receipts))}`,
    `Finished:    ${time(last(receipts))} (${formatDuration(Math.max(1, seconds))})`,
    `Batch:       ${displayName(batchId)}`,
    ...receipts.flatMap((receipt) => ["", ...rowsOf(receipt)]),
    "",
  ].join("\n");
};

/** The same as an object of JSON. */
export const batchReceiptEvent = (
  batchId: string,
  receipts: readonly Receipt[],
  note: string | null = null,
) => ({
  event: "batchReceipt",
  batchId,
  note,
  files: receipts.length,
  bytes: sum(receipts),
  startedAt: time(first(receipts)),
  endedAt: time(last(receipts)),
  receipts: receipts.map(receiptEvent),
});

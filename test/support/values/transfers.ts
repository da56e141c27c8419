import { randomUUID } from "node:crypto";
import type { Outcome } from "../../../src/domain/outcome.ts";
import type { Receipt } from "../../../src/domain/receipt.ts";
import type { Transfer } from "../../../src/domain/transfer.ts";

/** A waiting transfer, changed as the test needs it. */
export const someTransfer = (changes: Partial<Transfer> = {}): Transfer => ({
  id: randomUUID(),
  path: "/data/report.pdf",
  fingerprint: { sizeBytes: 1_234, mtimeMs: 1_760_000_000_123.456, inode: 42, device: 2_049 },
  target: { connection: "acme", bucket: "inbox", key: "november/report.pdf" },
  conflict: "skip",
  options: { tags: { project: "x & y" }, metadata: { from: "Zoë" } },
  state: { name: "waiting" },
  multipart: null,
  queuedAtMs: 1_760_000_100_000,
  startedAtMs: null,
  endedAtMs: null,
  ...changes,
});

export const someReceipt = (changes: Partial<Receipt> = {}): Receipt => ({
  id: randomUUID(),
  transferId: randomUUID(),
  name: "report.pdf",
  path: "/data/report.pdf",
  bytes: 1_234,
  sha256: "ab".repeat(32),
  crc32: "AAAAAA==",
  etag: "e",
  verified: "crc32-full-object",
  connection: "acme",
  bucket: "inbox",
  key: "november/report.pdf",
  versionId: null,
  requestId: "R1",
  startedAtMs: 1,
  endedAtMs: 2,
  sender: "me@here",
  ...changes,
});

export const someOutcome = (changes: Partial<Outcome> = {}): Outcome => ({
  id: randomUUID(),
  action: "Success",
  message: "Successful upload to inbox",
  atMs: 5,
  sender: "me@here",
  bucket: "inbox",
  key: "november/report.pdf",
  bytes: 1_234,
  ...changes,
});

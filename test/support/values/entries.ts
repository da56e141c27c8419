import { hashToken } from "../../../src/server/auth/token-file.ts";
import type { KnownToken, LogEntry, QueuedEntry } from "../../../src/server/ports.ts";

/** A success of anna's, but for what `changes` says. */
export const logEntry = (changes: Partial<LogEntry> = {}): LogEntry => ({
  id: "outcome-1",
  isRepeatable: true,
  tokenName: "clinic",
  action: "Success",
  message: "Successful upload to deliveries",
  receivedAtMs: 1_000_000,
  sender: "anna@scanner-3",
  bucket: "deliveries",
  key: "2026/scan-1.tiff",
  bytes: 1536,
  ...changes,
});

/** The token behind `tokenName` of an entry. */
export const knownToken = (name = "clinic", formerName = name): KnownToken => ({
  name,
  formerName,
  key: hashToken(`token of ${name}`).toString("hex"),
});

/** Entries in their queue, at positions "1", "2" and so on; `of` tells how the one with this number differs. */
export const queuedEntries = (
  count: number,
  of: (number: number) => Partial<LogEntry> = () => ({}),
): readonly QueuedEntry[] =>
  Array.from({ length: count }, (_, index) => ({
    position: String(index + 1),
    entry: logEntry({ id: `outcome-${index + 1}`, key: `file-${index + 1}`, ...of(index + 1) }),
  }));

import { noFiles, type BatchView } from "../../../src/services/ports/transfer-view.ts";

/** A batch of the queue, changed as the test needs it. */
export const someBatch = (changes: Partial<BatchView> = {}): BatchView => ({
  id: "b1",
  note: null,
  startedAtMs: 0,
  closedAtMs: null,
  isSeen: false,
  files: noFiles,
  totalBytes: 0,
  ackedBytes: 0,
  sentBytes: 0,
  deliveredBytes: 0,
  unverifiedFiles: 0,
  rateBytesPerSecond: null,
  secondsLeft: null,
  bucket: "acme-inbox",
  folder: "november/",
  connection: "acme",
  reports: { waiting: 0, takenAtMs: null },
  ...changes,
});

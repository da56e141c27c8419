import type { QueueSnapshot } from "../../queue/transfer-desk.ts";

/** What is shown of a queue that was never seen. */
export const emptySnapshot: QueueSnapshot = {
  totals: {
    files: {
      waiting: 0,
      uploading: 0,
      paused: 0,
      delivered: 0,
      failed: 0,
      skipped: 0,
      cancelled: 0,
    },
    totalBytes: 0,
    ackedBytes: 0,
    rateBytesPerSecond: null,
    secondsLeft: null,
    stalledForMs: null,
  },
  rows: [],
  from: 0,
  rowCount: 0,
  limitBytesPerSecond: null,
  log: { waiting: 0, trouble: null },
  trouble: null,
};

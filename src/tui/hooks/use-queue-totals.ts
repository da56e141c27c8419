import { useEffect, useState } from "react";
import type { QueueTotals, TransferDesk } from "../../services/queue/transfer-desk.ts";

const emptyTotals: QueueTotals = {
  files: { waiting: 0, uploading: 0, paused: 0, delivered: 0, failed: 0, skipped: 0, cancelled: 0 },
  totalBytes: 0,
  ackedBytes: 0,
  rateBytesPerSecond: null,
  secondsLeft: null,
  stalledForMs: null,
};

/** The queue in figures, followed as it changes; zeros until it answers. A queue that is lost keeps the last ones. */
export const useQueueTotals = (desk: TransferDesk): QueueTotals => {
  const [totals, setTotals] = useState(emptyTotals);
  useEffect(() => {
    let isCurrent = true;
    const look = async () => {
      const snapshot = await desk.snapshot({ from: 0, count: 0 });
      if (isCurrent) setTotals(snapshot.totals);
    };
    // Whoever shows the queue itself says what is wrong with it.
    const read = () => void look().catch(() => undefined);
    const end = desk.subscribe(read);
    read();
    return () => {
      isCurrent = false;
      end();
    };
  }, [desk]);
  return totals;
};

/** How many files are on their way or wait for it. */
export const filesAtWork = ({ files }: QueueTotals): number => files.uploading + files.waiting;

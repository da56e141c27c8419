import { useEffect, useState } from "react";
import {
  emptyTotals,
  type QueueTotals,
  type TransferDesk,
} from "../../services/queue/transfer-desk.ts";

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

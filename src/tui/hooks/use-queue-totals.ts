import { useEffect, useState } from "react";
import type { UploadQueue } from "../../services/ports/upload-queue.ts";
import type { QueueSnapshot } from "../../services/ports/transfer-view.ts";

/** The queue as a whole, without its rows. */
export type QueueAsWhole = Pick<QueueSnapshot, "totals" | "trouble">;

/**
 * What is made of the queue as a whole, followed as they change; `first` until it answers. A queue that is lost keeps the
 * last one. `next` stands outside of the component, and gives the one before where nothing that is shown has changed.
 */
export const useQueueTotals = <T>(
  queue: UploadQueue,
  first: T,
  next: (whole: QueueAsWhole, last: T) => T,
): T => {
  const [shown, setShown] = useState(first);
  useEffect(() => {
    let isCurrent = true;
    const poll = async () => {
      const snapshot = await queue.snapshot({ from: 0, count: 0 });
      if (isCurrent) setShown((last) => next(snapshot, last));
    };
    // Whoever shows the queue itself says what is wrong with it.
    const read = () => void poll().catch(() => undefined);
    const end = queue.subscribe(read);
    read();
    return () => {
      isCurrent = false;
      end();
    };
  }, [queue, next]);
  return shown;
};

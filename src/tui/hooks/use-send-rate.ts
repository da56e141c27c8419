import { useEffect, useState } from "react";
import type { UploadQueue } from "../../services/ports/upload-queue.ts";

const nothing = { from: 0, count: 0 };

/**
 * The speed at which the queue sends, looked up when the screen comes to the front and not followed: for a
 * guess at how long something would take. Null before anything was sent; else the last one that was known.
 */
export const useSendRate = (queue: UploadQueue, isVisible: boolean): number | null => {
  const [rate, setRate] = useState<number | null>(null);
  useEffect(() => {
    if (!isVisible) return undefined;
    let isWanted = true;
    const poll = async () => {
      const { totals } = await queue.snapshot(nothing);
      if (isWanted) setRate((before) => totals.rateBytesPerSecond ?? before);
    };
    // A queue that cannot answer says so on the queue's screen; here the guess is left out.
    poll().catch(() => undefined);
    return () => {
      isWanted = false;
    };
  }, [queue, isVisible]);
  return rate;
};

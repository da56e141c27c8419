import { useEffect, useState } from "react";
import type { TransferDesk } from "../../services/queue/queue-commands.ts";

const nothing = { from: 0, count: 0 };

/**
 * The speed at which the queue sends, looked up when the screen comes to the front and not followed: for a
 * guess at how long something would take. Null before anything was sent; else the last one that was known.
 */
export const useSendRate = (desk: TransferDesk, isVisible: boolean): number | null => {
  const [rate, setRate] = useState<number | null>(null);
  useEffect(() => {
    if (!isVisible) return undefined;
    let isWanted = true;
    const look = async () => {
      const { totals } = await desk.snapshot(nothing);
      if (isWanted) setRate((before) => totals.rateBytesPerSecond ?? before);
    };
    // A desk that cannot answer says so on the queue's screen; here the guess is left out.
    look().catch(() => undefined);
    return () => {
      isWanted = false;
    };
  }, [desk, isVisible]);
  return rate;
};

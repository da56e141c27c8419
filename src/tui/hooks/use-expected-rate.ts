import { useEffect, useState } from "react";
import type { ActiveDestination } from "../../domain/active-destination.ts";
import type { AppServices } from "../services.ts";
import { useSendRate } from "./use-send-rate.ts";

/**
 * The speed at which a guess counts: that of the queue, or else that of the last uploads to this destination. Null
 * before there were any.
 */
export const useExpectedRate = (
  services: AppServices,
  active: ActiveDestination,
  isVisible: boolean,
): number | null => {
  const now = useSendRate(services.queue, isVisible);
  const [last, setLast] = useState<number | null>(null);
  useEffect(() => {
    let isWanted = true;
    const ask = async () => {
      const rate = await services.lastRate(active);
      if (isWanted) setLast(rate);
    };
    // A guess: without it no time is said.
    ask().catch(() => undefined);
    return () => {
      isWanted = false;
    };
  }, [services, active]);
  return now ?? last;
};

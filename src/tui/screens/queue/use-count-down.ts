import { useEffect, useMemo, useState } from "react";
import type { Clock } from "../../../services/ports/clock.ts";
import { msToNextSecond, queueAfter } from "./count-down.ts";
import type { QueueState } from "./queue-reducer.ts";

/**
 * The queue with its waits counted down: one frame a second, and none while the queue itself tells more often, while
 * nothing is waited for, or while the screen is not shown.
 */
export const useCountDown = (state: QueueState, clock: Clock, isVisible: boolean): QueueState => {
  const { snapshot } = state;
  const taken = useMemo(() => ({ snapshot, atMs: clock.monotonicMs() }), [snapshot, clock]);
  const [nowMs, setNowMs] = useState(() => clock.monotonicMs());
  const shownAtMs = Math.max(nowMs, taken.atMs);
  const shown = queueAfter(state, shownAtMs - taken.atMs);
  const waitMs = isVisible ? msToNextSecond(shown) : null;
  const nextAtMs = waitMs === null ? null : shownAtMs + waitMs;
  useEffect(() => {
    if (nextAtMs === null) return undefined;
    const over = new AbortController();
    const turn = async (): Promise<void> => {
      await clock.sleep(Math.max(0, nextAtMs - clock.monotonicMs()), over.signal);
      setNowMs(clock.monotonicMs());
    };
    void turn().catch(() => undefined); // rejects only when it is over
    return () => over.abort();
  }, [clock, nextAtMs]);
  return shown;
};

import { type Dispatch, useEffect, useReducer, useRef } from "react";
import type { Clock } from "../../../services/ports/clock.ts";
import type { UploadQueue } from "../../../services/ports/upload-queue.ts";
import type { QueueWindow } from "../../../services/ports/transfer-view.ts";
import {
  initialQueue,
  queueReducer,
  windowOf,
  type QueueEvent,
  type QueueState,
} from "./queue-reducer.ts";

/** Asks the queue, one question at a time; changes in the meantime lead to one more, not to one each. */
const createAsker = (
  queue: UploadQueue,
  clock: Pick<Clock, "nowMs">,
  windowNow: () => QueueWindow,
  dispatch: Dispatch<QueueEvent>,
) => {
  const now = { isAsking: false, isStale: false, isOver: false };
  const askOnce = async (): Promise<void> => {
    now.isAsking = true;
    now.isStale = false;
    try {
      const snapshot = await queue.snapshot(windowNow());
      if (!now.isOver) dispatch({ type: "snapshotTaken", snapshot, atMs: clock.nowMs() });
    } finally {
      now.isAsking = false;
    }
    if (now.isStale && !now.isOver) await askOnce();
  };
  return {
    ask: () => {
      now.isStale = true;
      // A queue behind a socket answers again once it is back, and then reports a change.
      if (!now.isAsking) void askOnce().catch(() => undefined);
    },
    end: () => {
      now.isOver = true;
    },
  };
};

/** The queue as the queue reports it; follows changes only while the screen is visible. */
export const useQueue = (
  queue: UploadQueue,
  clock: Pick<Clock, "nowMs">,
  { firstHeight, isVisible }: { readonly firstHeight: number; readonly isVisible: boolean },
): readonly [QueueState, Dispatch<QueueEvent>] => {
  const [state, dispatch] = useReducer(queueReducer, { ...initialQueue, height: firstHeight });

  const { from, count } = windowOf(state);
  const asked = useRef<QueueWindow>({ from, count });
  const asker = useRef<ReturnType<typeof createAsker> | null>(null);
  useEffect(() => {
    if (!isVisible) return undefined;
    const mine = createAsker(queue, clock, () => asked.current, dispatch);
    asker.current = mine;
    const unsubscribe = queue.subscribe(mine.ask);
    mine.ask();
    return () => {
      unsubscribe();
      mine.end();
      asker.current = null;
    };
  }, [queue, clock, isVisible]);
  useEffect(() => {
    if (asked.current.from === from && asked.current.count === count) return;
    asked.current = { from, count };
    asker.current?.ask();
  }, [from, count]);
  return [state, dispatch];
};

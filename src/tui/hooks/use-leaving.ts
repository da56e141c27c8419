import { useRef } from "react";
import { exitCodes } from "../../domain/exit-codes.ts";
import { keyName } from "../../domain/object-key.ts";
import type { Layer } from "../app-state.ts";
import { isStoppedForGood } from "../leaving.ts";
import type { AppServices } from "../services.ts";
import { filesAtWork } from "../files-at-work.ts";

export interface LeavingParams {
  readonly services: AppServices;
  /** True while the question is on the screen. */
  readonly isAsking: boolean;
  readonly ask: (layer: Layer) => void;
  readonly exit: (code: number) => void;
  /** Code of leaving with nothing going on. */
  readonly idleCode: number;
}

// Failed ones stand before those at work, so that more rows than names are looked at.
const polledWindow = { from: 0, count: 50 };
const named = 3;

/** What is not finished, and the names of the first few; null when nothing is. A queue that is lost has no work. */
const unfinishedWork = async ({ queue }: AppServices): Promise<Layer | null> => {
  const snapshot = await queue.snapshot(polledWindow).catch(() => null);
  const count = snapshot === null ? 0 : filesAtWork(snapshot.totals);
  if (snapshot === null || count === 0) return null;
  const names = snapshot.rows
    .filter(({ state }) => state === "uploading" || state === "waiting")
    .slice(0, named)
    .map((row) => keyName(row.target.key));
  return { type: "quit", names, count, isStopped: isStoppedForGood(snapshot.trouble) };
};

/** The two ways out: `quit` asks first when uploads are not finished; `interrupt` leaves at once the second time. */
export const useLeaving = (params: LeavingParams) => {
  const hasAsked = useRef(false);
  const quit = async () => {
    const work = await unfinishedWork(params.services);
    if (work) params.ask(work);
    else params.exit(params.idleCode);
  };
  return {
    quit: () => void quit(),
    interrupt: () => {
      // The queue may not answer; a second Ctrl+C waits for nobody.
      if (params.isAsking || hasAsked.current) return params.exit(exitCodes.interrupted);
      hasAsked.current = true;
      return void quit();
    },
    /** The person stays: the next Ctrl+C asks again. */
    stay: () => {
      hasAsked.current = false;
    },
  };
};

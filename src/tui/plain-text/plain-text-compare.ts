import type { ActiveDestination } from "../../domain/active-destination.ts";
import { compareWords } from "../../words/compare.ts";
import type { AppServices } from "../services.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { sayError } from "./say-error.ts";

export interface CompareParams {
  readonly terminal: PlainTerminal;
  readonly services: AppServices;
  readonly active: ActiveDestination;
  readonly signal: AbortSignal;
}

/** Says of each file whether it is, by SHA-256, what was delivered of it; Enter stops. False: the input ended. */
export const plainTextCompare = async (
  { terminal, services, active, signal }: CompareParams,
  paths: readonly string[],
): Promise<boolean> => {
  const past = await services.pastDeliveries(paths, active, signal);
  if (!past.ok || past.value.length === 0) {
    if (past.ok) terminal.say(compareWords.neverDelivered);
    else sayError(terminal, past.error);
    return true;
  }
  terminal.say(compareWords.enterStops);
  const stop = new AbortController();
  const done = new AbortController();
  const compare = async () => {
    try {
      await services.compareContent(
        past.value,
        (path, finding) => terminal.say(compareWords.ofFile(path, finding)),
        AbortSignal.any([stop.signal, signal]),
      );
    } catch (error) {
      if (!stop.signal.aborted && !signal.aborted) throw error;
    } finally {
      done.abort();
    }
  };
  const comparing = compare();
  const why = await terminal.waitForLine(AbortSignal.any([done.signal, signal]));
  stop.abort();
  await comparing;
  return why !== "end of input";
};

import type { DebugEvent, DebugLog } from "../../../src/services/ports/debug-log.ts";

/** A debug log that keeps what it is told. */
export const createRecordedDebug = () => {
  const events: DebugEvent[] = [];
  const debug: DebugLog = { write: (event) => void events.push(event) };
  return { events, debug };
};

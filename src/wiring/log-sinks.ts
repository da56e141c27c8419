import type { OutcomeAddress } from "../domain/outcome.ts";
import type { DebugLog } from "../services/ports/debug-log.ts";
import type { LogSink } from "../services/ports/log-sink.ts";
import type { FindLog } from "./find-log.ts";
import { createReloadableLogSink } from "./reloadable-log-sink.ts";

/** The log servers of a process, one for each connection. */
export interface LogSinks {
  /** Where outcomes of a connection go (null: of one that is not known), or those for which `logUrl` was named. */
  of(connection: string | null, logUrl?: string | null): LogSink;
  /** Connections or tokens have changed: all are looked up again. */
  invalidate(): void;
}

/** Looks each log server up when it is needed first; `find` says where. */
export const createLogSinks = (
  find: (address: OutcomeAddress) => FindLog,
  debug: DebugLog,
): LogSinks => {
  const sinks = new Map<string, ReturnType<typeof createReloadableLogSink>>();
  return {
    of: (connection, logUrl = null) => {
      const key = JSON.stringify([connection, logUrl]);
      const known = sinks.get(key) ?? createReloadableLogSink(find({ connection, logUrl }), debug);
      sinks.set(key, known);
      return known;
    },
    invalidate: () => {
      for (const sink of sinks.values()) sink.invalidate();
    },
  };
};

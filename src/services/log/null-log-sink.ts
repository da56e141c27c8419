import { ok } from "../../domain/result.ts";
import type { LogSink } from "../ports/log-sink.ts";

/** Where outcomes go when the set-up skipped the log: nowhere, at once. */
export const createNullLogSink = (): LogSink => ({
  isOn: async () => false,
  deliver: async () => ok(undefined),
  ping: async () => ok(undefined),
  askToken: async () => ok({ status: "unasked" }),
});

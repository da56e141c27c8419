import type { DebugLog } from "../../ports/debug-log.ts";
import type { HttpReply, HttpSender } from "./http-call.ts";
import { readNetworkFault } from "./network-fault.ts";
import { toAuthority } from "./origin.ts";

const whyNoAnswer = (thrown: unknown, signal: AbortSignal | undefined): string => {
  if (signal?.aborted) {
    const { reason } = signal;
    return reason instanceof Error && reason.name === "TimeoutError" ? "timeout" : "aborted";
  }
  const fault = readNetworkFault(thrown);
  if (fault?.is === "unreachable") return fault.reason;
  if (fault?.is === "too long") return fault.is;
  return fault?.is === "unusable" ? fault.error.code : "timeout";
};

/** A sender that writes each request to a log server down: not its path, which is a webhook's secret. */
export const watchPosts = (sender: HttpSender, debug: DebugLog): HttpSender => ({
  send: async (call) => {
    const startedMs = performance.now();
    const note = (reply: HttpReply | null, error: string | null) =>
      debug.write({
        event: "logPost",
        method: call.method,
        host: toAuthority(call.origin),
        status: reply?.status ?? null,
        error,
        bodyBytes: call.body instanceof Uint8Array ? call.body.length : 0,
        ms: Math.round(performance.now() - startedMs),
      });
    try {
      const reply = await sender.send(call);
      note(reply, null);
      return reply;
    } catch (thrown) {
      note(null, whyNoAnswer(thrown, call.signal));
      throw thrown;
    }
  },
  close: () => sender.close(),
});

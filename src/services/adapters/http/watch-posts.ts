import type { DebugLog } from "../../ports/debug-log.ts";
import type { HttpSender } from "./http-call.ts";
import { readNetworkFault } from "./network-fault.ts";
import { toAuthority } from "./origin.ts";
import { watchSender } from "./watch-sender.ts";

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
export const watchPosts = (sender: HttpSender, debug: DebugLog): HttpSender =>
  watchSender(sender, ({ method, origin, body, signal }, end) =>
    debug.write({
      event: "logPost",
      method,
      host: toAuthority(origin),
      status: end.reply?.status ?? null,
      error: end.reply === null ? whyNoAnswer(end.thrown, signal) : null,
      bodyBytes: body instanceof Uint8Array ? body.length : 0,
      ms: end.ms,
    }),
  );

import { nullDebugLog, type DebugLog } from "../../ports/debug-log.ts";
import { sizeOf } from "./body.ts";
import type { HttpCall, HttpSender } from "../http/http-call.ts";
import { watchSender } from "../http/watch-sender.ts";
import { header } from "./reply-header.ts";

const whyNoAnswer = (thrown: unknown, { signal }: HttpCall): string => {
  if (signal?.aborted) return "aborted";
  if (!(thrown instanceof Error)) return typeof thrown;
  return "code" in thrown ? String(thrown.code) : thrown.name;
};

/** A sender that writes down what each request was and what came of it; of headers and bodies only the size. */
export const watchRequests = (sender: HttpSender, debug: DebugLog): HttpSender => {
  if (debug === nullDebugLog) return sender;
  return watchSender(sender, (call, end) => {
    const { reply } = end;
    debug.write({
      event: "request",
      method: call.method,
      host: call.origin.hostname + (call.origin.port === "" ? "" : `:${call.origin.port}`),
      path: call.path,
      status: reply?.status ?? null,
      error: end.reply === null ? whyNoAnswer(end.thrown, call) : null,
      requestId: reply ? header(reply, "x-amz-request-id") : null,
      bodyBytes: call.body === null ? 0 : sizeOf(call.body),
      answerBytes: reply?.body.length ?? 0,
      ms: end.ms,
    });
  });
};

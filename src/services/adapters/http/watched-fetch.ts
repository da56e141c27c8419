import type { DebugLog } from "../../ports/debug-log.ts";
import { networkCodes, unreachableReason } from "../../../domain/unreachable-reason.ts";

export interface LogRequest {
  readonly method: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const whyNoAnswer = (thrown: unknown, { aborted, reason }: AbortSignal): string => {
  if (!aborted) return unreachableReason(networkCodes(thrown));
  return reason instanceof Error && reason.name === "TimeoutError" ? "timeout" : "aborted";
};

/** `fetch` that follows no redirect, and writes each request to a log server down: not its path, which is a webhook's secret. */
export const createWatchedFetch =
  (debug: DebugLog) =>
  async (url: URL, request: LogRequest, signal: AbortSignal): Promise<Response> => {
    const startedMs = performance.now();
    const note = (status: number | null, error: string | null) =>
      debug.write({
        event: "logPost",
        method: request.method,
        host: url.host,
        status,
        error,
        bodyBytes: Buffer.byteLength(request.body ?? ""),
        ms: Math.round(performance.now() - startedMs),
      });
    try {
      // A redirect would carry the token to a host that nobody chose.
      const response = await fetch(url, { ...request, redirect: "manual", signal });
      note(response.status, null);
      return response;
    } catch (thrown) {
      note(null, whyNoAnswer(thrown, signal));
      throw thrown;
    }
  };

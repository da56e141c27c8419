import type { IncomingHttpHeaders } from "node:http";
import type { ChunkedBody } from "../../ports/object-store.ts";
import type { Environment } from "../../ports/environment.ts";
import type { Origin } from "./origin.ts";

/** What a request carries. */
export type Body = Uint8Array | ChunkedBody;

/** One request. Its body lies in memory, or is read while it is sent. */
export interface HttpCall {
  readonly method: string;
  readonly origin: Origin;
  /** Path and query, already encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body | null;
  /** Bytes of the body that the network has taken. */
  readonly onSent?: ((sentBytes: number) => void) | undefined;
  /** A longer body of an answer is AnswerTooLong; `shortAnswerBytes` unless told otherwise. */
  readonly maxAnswerBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface HttpSenderOptions {
  /** Name look-up, connection and TLS together. */
  readonly connectTimeoutMs: number;
  /** How long a connection may be silent in both directions. */
  readonly idleTimeoutMs: number;
  /** For HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY and AWS_CA_BUNDLE. */
  readonly environment: Environment;
}

/** Network trouble with a code as Node's own has one. */
export const networkError = (code: string, message: string): Error =>
  Object.assign(new Error(message), { code });

/** The store answered something else. */
export const noHttp = (): Error => networkError("HPE_INVALID", "the response is not HTTP");

/** The connection could not be made in time, or has fallen silent. `code` tells which. */
export class HttpTimeout extends Error {
  readonly code: "connect" | "idle";
  readonly afterMs: number;

  constructor(code: "connect" | "idle", afterMs: number) {
    super(`no ${code === "connect" ? "connection" : "answer"} within ${afterMs} ms`);
    this.code = code;
    this.afterMs = afterMs;
  }
}

/** A request has no answer, and its connection is gone. */
export class LostConnection extends Error {
  readonly reason: Error;
  /** Nothing has ever come on this connection. */
  readonly wasSilent: boolean;

  constructor(reason: Error, wasSilent: boolean) {
    super(reason.message, { cause: reason });
    this.reason = reason;
    this.wasSilent = wasSilent;
  }
}

/** Sends requests over kept-alive connections, without retries. */
export interface HttpSender {
  /**
   * Rejects with the signal's reason, or with what `readNetworkFault` understands. Once it has settled, no connection holds
   * anything of the body any more: its memory may have another use.
   */
  send(call: HttpCall): Promise<HttpReply>;
  /** Ends all connections. */
  close(): void;
}

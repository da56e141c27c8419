import type { Body } from "../http/http-call.ts";
import { escapeUri } from "./sign-request.ts";

/** A request that is signed by hand: a whole object, one part, the start or end of an upload, or a list. */
export interface SignedCall {
  readonly method: "GET" | "PUT" | "POST";
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty, and not sent, with GET. */
  readonly body: Body;
  readonly maxAnswerBytes?: number;
  readonly onSent?: ((sentBytes: number) => void) | undefined;
  readonly signal: AbortSignal;
}

/** Escaped and sorted by name; empty for none. */
export const toQuery = (query: SignedCall["query"]): string =>
  Object.entries(query)
    .map(([name, value]) => `${escapeUri(name)}=${escapeUri(value)}`)
    .toSorted()
    .join("&");

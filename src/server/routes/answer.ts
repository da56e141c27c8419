import { HTTPResponse } from "h3";

/** A JSON answer. */
export const json = (
  status: number,
  body: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): HTTPResponse =>
  new HTTPResponse(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });

/** A refusal that asks the sender to come again. */
export const later = (status: 429 | 503, error: string, retryAfterSeconds: number): HTTPResponse =>
  json(status, { error }, { "retry-after": String(Math.max(1, Math.ceil(retryAfterSeconds))) });

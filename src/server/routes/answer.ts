import type { RateLimited } from "../limits/rate-limits.ts";

/** What goes back to a client. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const jsonHeaders = { "content-type": "application/json" } as const;

/** A JSON answer. */
export const json = (
  status: number,
  body: Readonly<Record<string, unknown>>,
  headers?: Readonly<Record<string, string>>,
): Answer => ({
  status,
  headers: headers === undefined ? jsonHeaders : { ...jsonHeaders, ...headers },
  body: JSON.stringify(body),
});

/** A refusal that asks the sender to come again. */
export const later = (status: 429 | 503, error: string, retryAfterSeconds: number): Answer =>
  json(status, { error }, { "retry-after": String(Math.max(1, Math.ceil(retryAfterSeconds))) });

const limitedWords: Readonly<Record<RateLimited["by"], string>> = {
  token: "too many messages with this token",
  address: "too many requests from this address",
  wrongTokens: "too many wrong tokens from this address",
};

/** 429, with what there was too much of. */
export const tooMany = ({ by, waitSeconds }: RateLimited): Answer =>
  later(429, limitedWords[by], waitSeconds);

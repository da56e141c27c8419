import type { ReloadableTokens } from "../auth/reloadable-tokens.ts";
import type { RateLimits } from "../limits/rate-limits.ts";
import type { KnownToken } from "../ports.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { json, tooMany, type Answer } from "./answer.ts";
import type { RequestContext } from "./route.ts";

export interface BearerDeps {
  readonly tokens: Pick<ReloadableTokens, "index">;
  readonly gate: RateLimits;
}

/** The token of `Authorization: Bearer …`; absent is null. */
const shownToken = ({ request }: RequestContext): string | null => {
  const [, token] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
  // Node reads a header's bytes as Latin-1; a plain token may be any UTF-8.
  return token === undefined ? null : Buffer.from(token, "latin1").toString("utf8");
};

/** Whose token a request shows in its header. Fails with the answer for who shows none or a wrong one: 401 or 429. */
export const readBearerToken = (
  context: RequestContext,
  { tokens, gate }: BearerDeps,
): Result<KnownToken, Answer> => {
  const shown = shownToken(context);
  const known = shown === null ? null : tokens.index().find(shown);
  if (known !== null) {
    const limited = gate.checkToken(known, context.address);
    return limited ? fail(tooMany(limited)) : ok(known);
  }
  const { address } = context;
  const limited = shown === null ? gate.checkNoToken(address) : gate.checkWrongToken(address);
  if (limited) return fail(tooMany(limited));
  const error = shown === null ? "a token is required" : "unknown token";
  return fail(json(401, { error }, { "www-authenticate": "Bearer" }));
};

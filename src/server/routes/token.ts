import { json } from "./answer.ts";
import { readBearerToken, type BearerDeps } from "./bearer-token.ts";
import type { Route } from "./route.ts";

/** `GET /token`: the name of the token in `Authorization: Bearer …`, so that a client can try one without a message. */
export const createTokenRoute =
  (deps: BearerDeps): Route =>
  (context) => {
    const token = readBearerToken(context, deps);
    return token.ok ? json(200, { name: token.value.name }) : token.error;
  };

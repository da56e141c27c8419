import type { Answer } from "./answer.ts";

/**
 * `GET /health-check`: the process is alive. Asks for no token, and tells nothing but that this server names the Id of
 * each message that it has taken, which the original server does not: docs/log-protocol.md.
 */
export const healthCheckRoute = (): Answer => ({
  status: 200,
  headers: { "content-type": "text/plain", "x-log-answers": "id" },
  body: "pong",
});

import type { Answer } from "./answer.ts";

/** `GET /health-check`: the process is alive. Tells nothing else, asks for no token. */
export const healthCheckRoute = (): Answer => ({
  status: 200,
  headers: { "content-type": "text/plain" },
  body: "pong",
});

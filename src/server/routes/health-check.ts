import { HTTPResponse } from "h3";

/** `GET /health-check`: the process is alive. Tells nothing else, asks for no token. */
export const healthCheckRoute = (): HTTPResponse =>
  new HTTPResponse("pong", { headers: { "content-type": "text/plain" } });

import type { HTTPResponse } from "h3";
import type { IncomingMessage } from "node:http";

/** Answers one request; `address` is the client's, proxies taken into account. */
export type Route = (
  request: IncomingMessage,
  address: string,
) => HTTPResponse | Promise<HTTPResponse>;

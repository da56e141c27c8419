import { createSecureContext } from "node:tls";
import type { SecureContext } from "node:tls";
import type { HttpCall, HttpSender, HttpSenderOptions } from "./http-call.ts";
import type { WholeCall } from "./http-connection.ts";
import { createNodeHttpSender } from "./node-http-sender.ts";
import { firstPieceBytes } from "./piece-size.ts";
import { SmallRequestSender } from "./small-request-sender.ts";

// Stores hang up on idle connections after some 20 s; leaving first avoids a reset in mid-request.
const keepIdleMs = 15_000;

/** Node's names; whom NO_PROXY exempts is Node's business. */
const namesProxy = (environment: NodeJS.ProcessEnv): boolean =>
  ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"].some((name) => environment[name]);

const isSmall = (call: HttpCall): call is WholeCall =>
  call.body instanceof Uint8Array && call.body.length <= firstPieceBytes;

/**
 * A sender on node:http and node:https; what is one write goes over connections of its own, which cost less, unless
 * there may be a proxy on the way. NODE_EXTRA_CA_CERTS is Node's own business.
 */
export const createHttpSender = (options: HttpSenderOptions): HttpSender => {
  let context: SecureContext | null = null;
  const secureContext = () => (context ??= createSecureContext());
  const shared = { ...options, keepIdleMs, secureContext };
  const large = createNodeHttpSender(shared);
  const small = namesProxy(options.environment) ? null : new SmallRequestSender(shared);
  return {
    send: (call) => (small !== null && isSmall(call) ? small.send(call) : large.send(call)),
    close: () => {
      large.close();
      small?.close();
    },
  };
};

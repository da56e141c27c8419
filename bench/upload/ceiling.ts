import path from "node:path";
import type { Contender } from "./peers.ts";
import { ceilingName } from "./results.ts";

/** Two bare TLS sockets in Node that send zeros: nothing that uploads from one thread of Node can be faster. */
export const ceiling = (bytes: number): Contender => ({
  name: ceilingName,
  command: ({ endpoint, cert }) => ({
    argv: [
      process.execPath,
      path.join(import.meta.dirname, "bare-tls.ts"),
      new URL(endpoint).port,
      cert,
      String(bytes),
    ],
    env: {},
  }),
});

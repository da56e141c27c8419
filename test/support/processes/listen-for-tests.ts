import type { Server } from "node:http";
import { listenOnLoopback } from "../../../src/demo/loopback.ts";

/** Starts `server` on a free port of this machine alone, and gives its URL. */
export const listenForTests = async (server: Server): Promise<string> =>
  `http://127.0.0.1:${await listenOnLoopback(server, 0)}`;

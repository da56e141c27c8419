import type { Server } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Log, MessageQueue } from "../ports.ts";
import type { Delivery } from "./delivery.ts";

export interface Stoppable {
  readonly server: Server;
  readonly delivery: Delivery;
  readonly queue: Pick<MessageQueue, "close">;
  readonly log: Log;
}

/** Connections that are still busy after this long are cut; their senders have no answer and come again. */
const drainMs = 5_000;

/**
 * Ends a server whose routes already refuse new posts: waits for the requests and the Slack call under way, then
 * closes the queue. What is not in Slack yet stays on disk. Never rejects.
 */
export const stopGracefully = async ({
  server,
  delivery,
  queue,
  log,
}: Stoppable): Promise<void> => {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  await Promise.race([closed, wait(drainMs, undefined, { ref: false })]);
  server.closeAllConnections();
  await delivery.stop();
  await queue.close().catch((error: unknown) => {
    // What was accepted is on disk, or in Redis, already.
    log.error({ err: error }, "the queue did not close cleanly");
  });
  log.info({}, "stopped");
};

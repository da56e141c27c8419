import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { S3FaultAction } from "./s3-types.ts";

/** The connection was cut on purpose: nothing is left to answer. */
export class Cut extends Error {}

/** Reads bodies no faster than a rate, each connection by itself. */
export class Pace {
  readonly #freeAtMs = new WeakMap<Socket, number>();

  /** Waits until `bytes` more may have passed on this connection. */
  async pass(socket: Socket, bytes: number, bytesPerSecond: number | null): Promise<void> {
    if (bytesPerSecond === null) return;
    const nowMs = performance.now();
    const freeAtMs =
      Math.max(this.#freeAtMs.get(socket) ?? 0, nowMs) + (bytes * 1000) / bytesPerSecond;
    this.#freeAtMs.set(socket, freeAtMs);
    // Timers tick in milliseconds: shorter waits add up before they are waited.
    if (freeAtMs - nowMs >= 2) await sleep(freeAtMs - nowMs, undefined, { ref: false });
  }
}

const never = (socket: Socket): Promise<never> =>
  new Promise((_, reject) => {
    socket.once("close", () => reject(new Cut()));
  });

/** Waits until a request that is held may go on. Throws Cut when its client has gone. */
export const held = async (socket: Socket, until: Promise<void>): Promise<void> => {
  const gone = Promise.withResolvers<never>();
  const onClose = () => gone.reject(new Cut());
  socket.once("close", onClose);
  try {
    await Promise.race([until, gone.promise]);
  } finally {
    socket.off("close", onClose);
  }
};

/** Writes an answer that never ends, a byte at a time, until the client has had enough. Throws Cut. */
export const trickle = async (socket: Socket, everyMs: number): Promise<never> => {
  const head = "HTTP/1.1 200 OK\r\nx-slow: ";
  for (let at = 0; !socket.destroyed; at += 1) {
    socket.write(head[at] ?? ".");
    await sleep(everyMs, undefined, { ref: false });
  }
  throw new Cut();
};

/** The chunks of a request's body, at the pace of its connection, until a fault hits them. Throws Cut. */
export async function* readBody(
  request: IncomingMessage,
  wait: (bytes: number) => Promise<void>,
  fault: S3FaultAction | null,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  const isHit = (afterBytes: number) => bytes >= afterBytes;
  const source: AsyncIterable<Buffer> = request;
  for await (const chunk of source) {
    bytes += chunk.length;
    await wait(chunk.length);
    if (fault?.kind === "cut" && fault.at === "body" && isHit(fault.afterBytes)) throw new Cut();
    if (fault?.kind === "stall" && isHit(fault.afterBytes)) await never(request.socket);
    yield chunk;
  }
}

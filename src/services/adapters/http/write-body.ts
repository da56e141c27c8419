import type { ClientRequest } from "node:http";
import type { ChunkedBody } from "../../ports/object-store.ts";
import { firstChunkBytes, nextChunkBytes } from "./chunk-size.ts";
import type { HttpCall } from "./http-call.ts";

// A whole part handed to TLS in one write is encrypted in one go, which costs half the speed and blocks the
// event loop; smaller pieces cost more calls (docs/decisions/0004-signed-by-hand.md).
const writeBody = (
  request: ClientRequest,
  body: Uint8Array,
  onSent: HttpCall["onSent"],
  tlsConnections: () => number,
): void => {
  let at = 0;
  let chunkBytes = firstChunkBytes;
  const writeMore = (): void => {
    onSent?.(at);
    while (at < body.length) {
      const chunk = body.subarray(at, at + chunkBytes);
      at += chunk.length;
      if (!request.write(chunk)) {
        const handedOverMs = performance.now();
        request.once("drain", () => {
          chunkBytes = nextChunkBytes(performance.now() - handedOverMs, tlsConnections());
          writeMore();
        });
        return;
      }
    }
    request.end();
    onSent?.(at);
  };
  writeMore();
};

/** One piece at a time: its buffer is used again once the network has taken it. */
const writeChunks = async (
  request: ClientRequest,
  body: ChunkedBody,
  onSent: HttpCall["onSent"],
): Promise<void> => {
  let at = 0;
  for await (const chunk of body.chunks("to send")) {
    const isTaken = await new Promise<boolean>((resolve) => {
      request.write(chunk, (error) => resolve(error === null || error === undefined));
    });
    // Answered early, aborted or cut: the request itself says which.
    if (!isTaken || request.destroyed) return;
    at += chunk.length;
    onSent?.(at);
  }
  request.end();
};

/** Hands the body of a call over as the network takes it, and ends the request. `tlsConnections`: how many are open. */
export const startBody = (
  request: ClientRequest,
  { body, onSent }: HttpCall,
  tlsConnections: () => number,
): void => {
  if (body === null) request.end();
  else if (body instanceof Uint8Array) writeBody(request, body, onSent, tlsConnections);
  else {
    writeChunks(request, body, onSent).catch((error: unknown) => {
      request.destroy(error instanceof Error ? error : new Error("the body could not be read"));
    });
  }
};

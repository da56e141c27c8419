import type { ClientRequest } from "node:http";
import type { Socket } from "node:net";
import type { ChunkedBody } from "../../ports/object-store.ts";
import { firstChunkBytes, nextChunkBytes } from "./chunk-size.ts";
import type { Body, HttpCall } from "./http-call.ts";
import type { OpenTls } from "./open-tls.ts";

/** Bytes of a body that have been written before, and who hears of the rest. */
export interface BodyWork {
  readonly writtenBytes: number;
  readonly openTls: OpenTls;
  /** Bytes that have been written, and taken by the network. False: the rest is not worth writing. */
  readonly taken: (bytes: number) => boolean;
  /** A body that is read while it is sent could not be read. */
  readonly failed: (error: Error) => void;
}

/** Tells whether all of a body has been written by now, though the last bytes may not have been taken. */
type IsWritten = () => boolean;

/**
 * Each piece when the one before has been taken. A whole part handed to TLS in one write is encrypted in one go, which costs
 * half the speed and blocks the event loop; smaller pieces cost more calls (docs/decisions/0004-signed-by-hand.md).
 */
const writePieces = (
  to: ClientRequest | Socket,
  body: Uint8Array,
  { writtenBytes, openTls, taken }: BodyWork,
): IsWritten => {
  let at = writtenBytes;
  let chunkBytes = firstChunkBytes;
  const writeMore = (): void => {
    while (!to.writableNeedDrain) {
      if (!taken(at) || at >= body.length) return;
      const chunk = body.subarray(at, at + chunkBytes);
      at += chunk.length;
      to.write(chunk);
    }
    const handedOverMs = performance.now();
    to.once("drain", () => {
      chunkBytes = nextChunkBytes(performance.now() - handedOverMs, openTls.count);
      writeMore();
    });
  };
  writeMore();
  return () => at >= body.length;
};

/** One piece at a time: its buffer is used again once the network has taken it. */
const writeChunks = (
  to: ClientRequest | Socket,
  body: ChunkedBody,
  { taken, failed }: BodyWork,
): IsWritten => {
  let at = 0;
  taken(0);
  const writeAll = async (): Promise<void> => {
    for await (const chunk of body.chunks("to send")) {
      at += chunk.length;
      const isTaken = await new Promise<boolean>((resolve) => {
        to.write(chunk, (error) => resolve(error === null || error === undefined));
      });
      // Answered early, aborted or cut: the request itself says which.
      if (!isTaken || to.destroyed || !taken(at)) return;
    }
  };
  writeAll().catch((error: unknown) => {
    failed(error instanceof Error ? error : new Error("the body could not be read"));
  });
  return () => at >= body.sizeBytes;
};

/** Writes what of a body has not been written. */
export const writeBody = (to: ClientRequest | Socket, body: Body, work: BodyWork): IsWritten =>
  body instanceof Uint8Array ? writePieces(to, body, work) : writeChunks(to, body, work);

/** Hands the body of a call over to Node as the network takes it, and ends the request. */
export const startBody = (
  request: ClientRequest,
  { body, onSent }: HttpCall,
  openTls: OpenTls,
): void => {
  if (body === null) {
    request.end();
    return;
  }
  const sizeBytes = body instanceof Uint8Array ? body.length : body.sizeBytes;
  writeBody(request, body, {
    writtenBytes: 0,
    openTls,
    taken: (bytes) => {
      if (bytes === sizeBytes) request.end();
      onSent?.(bytes);
      return true;
    },
    failed: (error) => request.destroy(error),
  });
};

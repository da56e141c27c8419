import type { IncomingMessage } from "node:http";
import type { InFlight } from "../limits/in-flight.ts";

/** So much of a too long body is read and thrown away, so that its sender gets to read the answer. */
const lingerBytes = 1024 * 1024;

/** A body's first KiB, or all of a shorter one, is there after `defaultFirstKiBMs`: the slowest line needs one. */
const firstBytes = 1024;
export const defaultFirstKiBMs = 5_000;

/** Pieces are joined when there are so many: a buffer of one byte costs more than a hundred. */
const maxPieces = 32;

/** Why a body was not read to its end; nothing of it is kept. "dropped": another one needed its place. */
export type BodyRefusal = "tooLong" | "tooSlow" | "dropped";

export interface BodyLimits {
  readonly maxBytes: number;
  readonly firstKiBMs: number;
  readonly inFlight: InFlight;
  readonly address: string;
}

/** A body that came with its head, as nearly every post's does: it needs no watching. Null: not all of it is there. */
const readAtOnce = (request: IncomingMessage): Buffer | null => {
  if (Number(request.headers["content-length"]) !== request.readableLength) return null;
  const body: unknown = request.read();
  // To its end, of which the parser has not told yet.
  request.resume();
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
};

/**
 * The whole body, or why it is not read: a sender who never stops is cut off. Rejects when the sender goes away in the
 * middle. The bytes are taken as they come: a compressed body is not unpacked.
 */
export const readBody = async (
  request: IncomingMessage,
  { maxBytes, firstKiBMs, inFlight, address }: BodyLimits,
): Promise<Buffer | BodyRefusal> => {
  // Node calls us at the end of the head; what came in the same packet is there a moment later.
  await Promise.resolve();
  const atOnce = readAtOnce(request);
  if (atOnce !== null) return atOnce.length > maxBytes ? "tooLong" : atOnce;
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | BodyRefusal>();
  let pieces: Buffer[] = [];
  let bytes = 0;
  let isRefused = false;
  const refuse = (why: BodyRefusal) => {
    isRefused = true;
    pieces = [];
    resolve(why);
  };
  const unfinished = inFlight.enter(address, () => refuse("dropped"));
  const timer = setTimeout(() => {
    if (bytes < firstBytes) refuse("tooSlow");
  }, firstKiBMs);
  request.on("data", (piece: Buffer) => {
    bytes += piece.length;
    if (bytes > maxBytes + lingerBytes) request.destroy();
    if (isRefused) return;
    if (bytes > maxBytes) refuse("tooLong");
    else {
      pieces.push(piece);
      if (pieces.length > maxPieces) pieces = [Buffer.concat(pieces)];
      unfinished.hold(piece.length);
    }
  });
  request.on("end", () => {
    const [first] = pieces;
    resolve(pieces.length === 1 && first ? first : Buffer.concat(pieces));
  });
  request.on("error", reject);
  request.on("close", () => {
    if (!request.complete) reject(new Error("the sender disconnected"));
  });
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) refuse("tooLong");
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    unfinished.leave();
  }
};

import type { ChunkedBody } from "../ports/object-store.ts";
import { smallFileBytes } from "./concurrency/small-file-concurrency.ts";
import type { RateLimiter } from "./concurrency/rate-limiter.ts";
import type { Attempt } from "./send-request.ts";

/** Pieces a second under a speed limit: often enough that a person sees it move, and the rest of the line stays free. */
const chunksPerSecond = 4;
const minChunkBytes = 4 * 1024;
const maxChunkBytes = 256 * 1024;

/** Bytes of a body that are handed over at once under a limit of so many bytes a second. */
export const pacedChunkBytes = (bytesPerSecond: number): number =>
  Math.min(maxChunkBytes, Math.max(minChunkBytes, Math.floor(bytesPerSecond / chunksPerSecond)));

const paceBelow = async (
  limit: number,
  limiter: RateLimiter,
  body: Uint8Array,
  { signal, touch }: Pick<Attempt, "signal" | "touch">,
): Promise<Uint8Array | ChunkedBody> => {
  if (body.length <= smallFileBytes) {
    await limiter.take(body.length, signal, touch);
    return body;
  }
  const chunkBytes = pacedChunkBytes(limit);
  const chunks = async function* (purpose: "to send" | "to sum"): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < body.length; at += chunkBytes) {
      const chunk = body.subarray(at, at + chunkBytes);
      if (purpose === "to send") await limiter.take(chunk.length, signal, touch);
      yield chunk;
    }
  };
  return { sizeBytes: body.length, chunks };
};

/**
 * A body in memory, handed over piece by piece as the speed limit allows; as it is, and at once, where there is no limit.
 * Small ones wait for their turn as a whole: many of them are under way at once, and none would be the first to arrive.
 */
export const paceBody = (
  limiter: RateLimiter,
  body: Uint8Array,
  attempt: Pick<Attempt, "signal" | "touch">,
): Uint8Array | Promise<Uint8Array | ChunkedBody> => {
  const limit = limiter.current();
  return limit === null || body.length === 0 ? body : paceBelow(limit, limiter, body, attempt);
};

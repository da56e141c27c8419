import type { IncomingMessage } from "node:http";

/**
 * The whole body, or null when it is longer than `maxBytes`: then no more of it is kept. Rejects when the sender goes
 * away in the middle. The bytes are taken as they come: a compressed body is not unpacked.
 */
export const readBody = async (
  request: IncomingMessage,
  maxBytes: number,
): Promise<Buffer | null> => {
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) return null;
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | null>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) resolve(null);
    else chunks.push(chunk);
  });
  request.on("end", () =>
    resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)),
  );
  request.on("error", reject);
  request.on("close", () => reject(new Error("the sender went away")));
  return promise;
};

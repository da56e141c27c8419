import type { IncomingMessage } from "node:http";

/** So much of a too long body is read and thrown away, so that its sender gets to read the answer. */
const lingerBytes = 1024 * 1024;

/**
 * The whole body, or null as soon as it is known to be longer than `maxBytes`: then nothing of it is kept, and a sender
 * who never stops is cut off. Rejects when the sender goes away in the middle. The bytes are taken as they come: a
 * compressed body is not unpacked.
 */
export const readBody = async (
  request: IncomingMessage,
  maxBytes: number,
): Promise<Buffer | null> => {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | null>();
  let chunks: Buffer[] = [];
  let bytes = 0;
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    else {
      chunks = [];
      resolve(null);
      if (bytes > maxBytes + lingerBytes) request.destroy();
    }
  });
  request.on("end", () => {
    const [first] = chunks;
    resolve(chunks.length === 1 && first ? first : Buffer.concat(chunks));
  });
  request.on("error", reject);
  request.on("close", () => {
    if (!request.complete) reject(new Error("the sender disconnected"));
  });
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) resolve(null);
  return promise;
};

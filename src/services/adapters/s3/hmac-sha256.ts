import { hash } from "node:crypto";

/** Of SHA-256: RFC 2104, 2. */
const blockBytes = 64;
const sumBytes = 32;

/** The key, as long as a block, with each byte changed by `mask`. */
const toPad = (key: Uint8Array, mask: number): Buffer =>
  Buffer.from(Array.from({ length: blockBytes }, (_, at) => (key[at] ?? 0) ^ mask));

/**
 * HMAC-SHA-256 of texts with one key, in lower-case hex: RFC 2104. For each text two sums, whose values are all that is
 * made; an object of createHmac takes twice as long, and has to be found dead by the garbage collector.
 */
export const createHmacSha256 = (key: Uint8Array): ((text: string) => string) => {
  const short = key.length > blockBytes ? hash("sha256", key, "buffer") : key;
  const inner = toPad(short, 0x36);
  const outer = Buffer.concat([toPad(short, 0x5c)], blockBytes + sumBytes);
  return (text) => {
    outer.set(hash("sha256", Buffer.concat([inner, Buffer.from(text)]), "buffer"), blockBytes);
    return hash("sha256", outer, "hex");
  };
};

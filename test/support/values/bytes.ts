import { createHash } from "node:crypto";

const mebibyte = 1024 * 1024;

/** `mebibytes` MiB that differ from place to place and by `seed`. */
export const someBytes = (mebibytes: number, seed = 1): Uint8Array => {
  const bytes = new Uint8Array(Math.round(mebibytes * mebibyte));
  let state = seed * 2_654_435_761;
  for (let at = 0; at < bytes.length; at += 64) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state & 255;
    bytes[at + 1] = (state >>> 8) & 255;
  }
  return bytes;
};

/** Lower-case hex. */
export const sha256Of = (bytes: Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex");

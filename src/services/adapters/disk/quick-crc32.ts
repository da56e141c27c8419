import { crc32 as zlibCrc32 } from "node:zlib";

/** Unsigned 32 bit, continued from `before`. */
type Crc32 = (bytes: Uint8Array, before: number) => number;

/** The smallest piece of a large file; what is smaller is summed sooner than the quicker code would be loaded. */
const quickFromBytes = 64 * 1024;

const sample = Uint8Array.from({ length: 1_000 }, (_, index) => index % 251);

/** The CRC32 of an optional package, or zlib's where this machine has none, or one that counts otherwise. */
export const chooseCrc32 = async (load: () => Promise<{ crc32: Crc32 }>): Promise<Crc32> => {
  try {
    const { crc32 } = await load();
    return crc32(sample, 7) === zlibCrc32(sample, 7) ? crc32 : zlibCrc32;
  } catch {
    return zlibCrc32;
  }
};

let quick: Promise<Crc32> | null = null;

/**
 * CRC32 of `bytes`, continued from `before`. Large ones by the processor's own instruction, at 13 GB/s where zlib, as
 * Node is built, does 5 (docs/decisions/0009-crc32-by-instruction.md).
 */
export const crc32Of = async (bytes: Uint8Array, before = 0): Promise<number> => {
  if (bytes.length < quickFromBytes) return zlibCrc32(bytes, before);
  quick ??= chooseCrc32(() => import("@node-rs/crc32"));
  return (await quick)(bytes, before);
};

import type { FileHandle } from "node:fs/promises";
import type { AppError } from "../../../domain/errors.ts";
import type { Fingerprint } from "../../../domain/fingerprint.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { OpenFile } from "../../ports/file-source.ts";
import { crc32Of } from "./quick-crc32.ts";
import { readFully } from "./read-fully.ts";

/**
 * False for a file that ends elsewhere than it says: those of /proc and of some FUSE file systems say 0, those of /sys
 * 4,096. Reads the last byte and the one behind it.
 */
export const hasTrueSize = async (file: FileHandle, sizeBytes: number): Promise<boolean> => {
  const found = await readFully(file, new Uint8Array(2), Math.max(0, sizeBytes - 1));
  return found === Math.min(1, sizeBytes);
};

const chunkBytes = 64 * 1024;

/** All of a file, wherever it ends; null when that is more than `maxBytes`. */
export const readToEnd = async (file: FileHandle, maxBytes: number): Promise<Uint8Array | null> => {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at <= maxBytes;) {
    const chunk = new Uint8Array(chunkBytes);
    const bytes = await readFully(file, chunk, at);
    chunks.push(chunk.subarray(0, bytes));
    at += bytes;
    if (bytes < chunkBytes) return at > maxBytes ? null : Buffer.concat(chunks);
  }
  return null;
};

/** Why a file of untrue size is not sent: to read it twice may give two different lengths. */
export const sizeUnknown = (path: string): AppError => ({
  code: "FileUnreadable",
  path,
  reason: "its file system does not tell its size",
  detail: "size unknown",
});

/** What is open of such a file: `bytes`, read once, under the fingerprint that they have. */
export const toReadFile = (
  file: FileHandle,
  stated: Fingerprint,
  bytes: Uint8Array,
  look: () => Promise<Result<Fingerprint, AppError>>,
): OpenFile => {
  const copy = (buffer: Uint8Array, position: number): number => {
    const part = bytes.subarray(position, position + buffer.length);
    buffer.set(part);
    return part.length;
  };
  return {
    // Whatever is done to it, these bytes stay.
    opened: { ...stated, sizeBytes: bytes.length, changedMs: undefined },
    fingerprint: async () => {
      const now = await look();
      if (!now.ok || now.value.sizeBytes !== stated.sizeBytes) return now;
      return ok({ ...now.value, sizeBytes: bytes.length, changedMs: undefined });
    },
    read: async (buffer, position) => ok(copy(buffer, position)),
    readWithChecksum: async (buffer, position, before) => {
      const count = copy(buffer, position);
      return ok({ bytes: count, crc32: await crc32Of(buffer.subarray(0, count), before) });
    },
    startDigest: null,
    close: () => file.close(),
  };
};

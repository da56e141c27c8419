import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { combineCrc32 } from "../../../domain/crc32-combine.ts";
import type { ChecksummedRead, FileDigest } from "../../ports/file-source.ts";
import { crc32Of } from "./quick-crc32.ts";

/** Large enough that reading costs little, small enough that several files take turns, and what is read stays near. */
const pieceBytes = 256 * 1024;

/** So much of one file, then the next job has its turn, and orders are looked at: some milliseconds. */
const turnBytes = 4 * 1024 * 1024;

/** As node:fs reads: the count is 0 only at the end of the file. */
export type ReadAt = (buffer: Uint8Array, position: number) => Promise<number>;

/** SHA-256 and CRC32 of a file from its start to where they have come. Gives way to others now and then. */
export class RunningSum {
  readonly #read: ReadAt;
  readonly #signal: AbortSignal;
  readonly #hash = createHash("sha256");
  #own: Uint8Array | null = null;
  #crc32 = 0;
  #at = 0;

  /** Stops soon after `signal`, with what it has by then. */
  constructor(read: ReadAt, signal: AbortSignal) {
    this.#read = read;
    this.#signal = signal;
  }

  /** Up to `end`, or to the end of the file. */
  async pass(end: number): Promise<ChecksummedRead> {
    this.#own ??= Buffer.allocUnsafeSlow(pieceBytes);
    const buffer = this.#own;
    return this.#advance(end - this.#at, (_, wanted) => buffer.subarray(0, wanted));
  }

  /** The next bytes of the file; fewer at its end. */
  async fill(buffer: Uint8Array): Promise<ChecksummedRead> {
    return this.#advance(buffer.length, (at, wanted) => buffer.subarray(at, at + wanted));
  }

  result(): FileDigest {
    return { sha256: this.#hash.digest("hex"), crc32: this.#crc32, sizeBytes: this.#at };
  }

  async #advance(
    sizeBytes: number,
    pieceAt: (at: number, wanted: number) => Uint8Array,
  ): Promise<ChecksummedRead> {
    let bytes = 0;
    let crc32 = 0;
    while (bytes < sizeBytes && !this.#signal.aborted) {
      const room = pieceAt(bytes, Math.min(pieceBytes, sizeBytes - bytes));
      const bytesRead = await this.#read(room, this.#at + bytes);
      if (bytesRead === 0) break;
      const piece = room.subarray(0, bytesRead);
      this.#hash.update(piece);
      crc32 = await crc32Of(piece, crc32);
      if (Math.floor(bytes / turnBytes) < Math.floor((bytes + bytesRead) / turnBytes))
        await nextTurn();
      bytes += bytesRead;
    }
    this.#crc32 = combineCrc32(this.#crc32, crc32, bytes);
    this.#at += bytes;
    return { bytes, crc32 };
  }
}

import { createHash } from "node:crypto";
import { readSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { parentPort } from "node:worker_threads";
import { systemCode } from "../../../domain/system-code.ts";
import type { DigestAnswer, DigestOrder } from "./digest-messages.ts";
import { isOnThisMachine } from "./local-disk.ts";
import { crc32Of } from "./quick-crc32.ts";

/** Large enough that reading costs little, small enough that several files take turns. */
const chunkBytes = 256 * 1024;

type DigestJob = Extract<DigestOrder, { do: "digest" }>;

const cancelled = new Set<number>();

/** So much of one file, then the next job has its turn, and orders are looked at: some milliseconds. */
const turnBytes = 4 * 1024 * 1024;

/** Reads at once where a disk of this machine answers: to wait for another thread costs as much as to hash. */
const readerOf = async (file: FileHandle, path: string) => {
  const isNear = await isOnThisMachine(dirname(path));
  return async (buffer: Buffer, position: number): Promise<number> => {
    if (isNear) return readSync(file.fd, buffer, 0, buffer.length, position);
    return (await file.read(buffer, 0, buffer.length, position)).bytesRead;
  };
};

const checksum = async (file: FileHandle, { job, path }: DigestJob) => {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(chunkBytes);
  const read = await readerOf(file, path);
  let crc = 0;
  let sizeBytes = 0;
  while (!cancelled.has(job)) {
    const bytesRead = await read(buffer, sizeBytes);
    if (bytesRead === 0) break;
    const piece = buffer.subarray(0, bytesRead);
    hash.update(piece);
    crc = await crc32Of(piece, crc);
    if (Math.floor(sizeBytes / turnBytes) < Math.floor((sizeBytes + bytesRead) / turnBytes))
      await nextTurn();
    sizeBytes += bytesRead;
  }
  return { sha256: hash.digest("hex"), crc32: crc, sizeBytes };
};

const answer = async (order: DigestJob): Promise<DigestAnswer> => {
  const { job, path } = order;
  try {
    await using file = await open(path, "r");
    return { job, digest: await checksum(file, order) };
  } catch (thrown) {
    const code = systemCode(thrown) ?? "ERR_UNKNOWN";
    return { job, failed: { code, message: String(thrown) } };
  } finally {
    cancelled.delete(job);
  }
};

parentPort?.on("message", (order: DigestOrder) => {
  if (order.do === "cancel") {
    cancelled.add(order.job);
    return;
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
  void answer(order).then((message) => parentPort?.postMessage(message)); // `answer` never rejects
});

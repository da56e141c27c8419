import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { parentPort } from "node:worker_threads";
import { systemCode } from "../../../domain/system-code.ts";
import type { DigestAnswer, DigestOrder } from "./digest-messages.ts";
import { crc32Of } from "./quick-crc32.ts";

/** Large enough that reading costs little, small enough that several files take turns. */
const chunkBytes = 256 * 1024;

const cancelled = new Set<number>();

const checksum = async (file: FileHandle, job: number) => {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(chunkBytes);
  let crc = 0;
  let sizeBytes = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, chunkBytes, sizeBytes);
    if (bytesRead === 0 || cancelled.has(job)) break;
    const piece = buffer.subarray(0, bytesRead);
    hash.update(piece);
    crc = await crc32Of(piece, crc);
    sizeBytes += bytesRead;
  }
  return { sha256: hash.digest("hex"), crc32: crc, sizeBytes };
};

const answer = async ({ job, path }: { job: number; path: string }): Promise<DigestAnswer> => {
  try {
    await using file = await open(path, "r");
    return { job, digest: await checksum(file, job) };
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

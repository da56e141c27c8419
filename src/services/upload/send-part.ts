import type { AppError } from "../../domain/errors.ts";
import type { PartRange } from "../../domain/part-plan.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { MultipartUpload } from "../../domain/transfer.ts";
import type { OpenFile, SinglePassDigest } from "../ports/file-source.ts";
import type { StoredPart, UploadPartParams } from "../ports/object-store.ts";
import type { PartRecord } from "../ports/transfer-store.ts";
import type { PooledBuffer } from "./concurrency/buffer-pool.ts";
import { paceBody, pacedChunkBytes } from "./pace-body.ts";
import { checkUnchanged, readBody } from "./read-body.ts";
import { sendRequest, type Attempt } from "./send-request.ts";
import type { UploadContext } from "./upload-context.ts";

/** For the pieces of all connections together: few send large ones, which cost less work, many send small ones. */
const chunksBudgetBytes = 2 * 1024 * 1024;
const maxChunkBytes = 256 * 1024;
const minChunkBytes = 64 * 1024;

const chunkBytesFor = (connections: number): number =>
  Math.min(maxChunkBytes, Math.max(minChunkBytes, chunksBudgetBytes / connections));

/** A part that was taken, with the CRC32 of what was sent. */
interface SentPart {
  readonly stored: StoredPart;
  readonly crc32: number;
}

/** Reads a range piece by piece into one buffer; each piece is to be used before the next is asked for. */
const readChunks = async function* (
  file: OpenFile,
  range: PartRange,
  buffer: Uint8Array,
): AsyncGenerator<Result<Uint8Array, AppError>> {
  for (let at = 0; at < range.sizeBytes;) {
    const chunk = buffer.subarray(0, Math.min(buffer.length, range.sizeBytes - at));
    const read = await file.read(chunk, range.offset + at);
    if (!read.ok) {
      yield read;
      return;
    }
    if (read.value === 0) return;
    at += read.value;
    yield ok(chunk.subarray(0, read.value));
  }
};

/** CRC32 of a part as the file has it now. FileChanged when the file is shorter. */
export const checksumPart = async (
  context: UploadContext,
  file: OpenFile,
  range: PartRange,
  buffer: Uint8Array = Buffer.allocUnsafe(maxChunkBytes),
): Promise<Result<number, AppError>> => {
  const { path } = context.record.transfer;
  let checksum = 0;
  for (let at = 0; at < range.sizeBytes;) {
    // Half a gigabyte is read for seconds.
    context.signal.throwIfAborted();
    const chunk = buffer.subarray(0, Math.min(buffer.length, range.sizeBytes - at));
    const read = await file.readWithChecksum(chunk, range.offset + at, checksum);
    if (!read.ok) return read;
    if (read.value.bytes === 0) return fail({ code: "FileChanged", path, what: ["size"] });
    checksum = read.value.crc32;
    at += read.value.bytes;
  }
  return ok(checksum);
};

/** What parts are read from. */
export interface PartsSource {
  readonly file: OpenFile;
  /** Reads parts that come in their order, and sums the file with it. */
  readonly pass: SinglePassDigest | null;
}

/** One attempt at one part. */
interface PartAttempt extends PartsSource {
  readonly context: UploadContext;
  readonly multipart: MultipartUpload;
  readonly range: PartRange;
  readonly attempt: Attempt;
}

/** What the store is asked, but for the body. */
const toRequest = (
  { context, multipart, range, attempt }: PartAttempt,
  checksum: number,
): Omit<UploadPartParams, "body"> => {
  const { bucket, key } = context.record.transfer.target;
  return {
    bucket,
    key,
    uploadId: multipart.uploadId,
    partNumber: range.partNumber,
    crc32: checksum,
    onSent: attempt.onSent,
    signal: attempt.signal,
  };
};

const toSent = (
  stored: Result<StoredPart, AppError>,
  checksum: number,
): Result<SentPart, AppError> =>
  stored.ok ? ok({ stored: stored.value, crc32: checksum }) : stored;

/** Sends a part from memory. */
const sendEntire = async (
  part: PartAttempt,
  body: Uint8Array,
): Promise<Result<SentPart, AppError>> => {
  const { context, file, pass, range, attempt } = part;
  const { resources, record, store } = context;
  const { path, fingerprint } = record.transfer;
  const reader = {
    fingerprint: () => file.fingerprint(),
    readWithChecksum: (buffer: Uint8Array, position: number) =>
      pass?.fill(buffer, position) ?? file.readWithChecksum(buffer, position),
  };
  const read = await readBody(path, reader, body, range.offset, fingerprint);
  if (!read.ok) return read;
  const { crc32 } = read.value;
  const paced = await paceBody(resources.limiter, body, attempt);
  return toSent(await store.uploadPart({ ...toRequest(part, crc32), body: paced }), crc32);
};

/** CRC32 of a part that is sent in pieces. FileChanged when the file is shorter. */
const checksumToSend = async (
  { context, file, pass, range }: PartAttempt,
  buffer: Uint8Array,
): Promise<Result<number, AppError>> => {
  const summing = pass?.sum(range.offset, range.sizeBytes);
  if (!summing) return checksumPart(context, file, range, buffer);
  const sum = await summing;
  if (!sum.ok) return sum;
  if (sum.value.bytes === range.sizeBytes) return ok(sum.value.crc32);
  const { path } = context.record.transfer;
  return fail({ code: "FileChanged", path, what: ["size"] });
};

/** Sends a part while it reads it; read before for its sum, from the page cache the second time. */
const sendChunks = async (part: PartAttempt): Promise<Result<SentPart, AppError>> => {
  const { context, file, range, attempt } = part;
  const { resources, record, store } = context;
  const { path, fingerprint } = record.transfer;
  const chunkBytes = chunkBytesFor(resources.slots.limit("bulk"));
  const limit = resources.limiter.current();
  const buffer = Buffer.allocUnsafe(
    limit === null ? chunkBytes : Math.min(chunkBytes, pacedChunkBytes(limit)),
  );
  const checksum = await checksumToSend(part, buffer);
  if (!checksum.ok) return checksum;
  const chunks = async function* (purpose: "to send" | "to sum"): AsyncGenerator<Uint8Array> {
    for await (const chunk of readChunks(file, range, buffer)) {
      if (!chunk.ok) throw new Error("the file could not be read", { cause: chunk.error });
      if (purpose === "to send")
        await resources.limiter.take(chunk.value.length, attempt.signal, attempt.touch);
      yield chunk.value;
    }
  };
  const body = { sizeBytes: range.sizeBytes, chunks };
  const stored = await store.uploadPart({ ...toRequest(part, checksum.value), body });
  // What changed between the two reads would have another sum, and the store would refuse it as damaged.
  const unchanged = await checkUnchanged(path, file, fingerprint);
  return unchanged.ok ? toSent(stored, checksum.value) : unchanged;
};

/** Memory for the whole part, where that is worth its wait; null: to be sent in pieces. */
const takeBuffer = async ({
  context,
  range,
  attempt,
}: PartAttempt): Promise<PooledBuffer | null> => {
  const { buffers, limiter } = context.resources;
  // Below a speed limit whole parts would leave in bursts; a single one must not keep all others waiting.
  if (limiter.current() !== null || range.sizeBytes > buffers.largestShareBytes) return null;
  const free = buffers.tryAcquire(range.sizeBytes);
  return free ?? (buffers.turnsQuickly() ? buffers.acquire(range.sizeBytes, attempt.signal) : null);
};

const sendOnce = async (part: PartAttempt): Promise<Result<SentPart, AppError>> => {
  const buffer = await takeBuffer(part);
  if (!buffer) return sendChunks(part);
  try {
    return await sendEntire(part, buffer.bytes);
  } finally {
    buffer.release();
  }
};

/**
 * Sends one part and writes it down before its connection is used for another, so that what is not on disk is in
 * flight. UploadExpired, FileChanged, and what the store or the disk say.
 */
export const sendPart = (
  context: UploadContext,
  source: PartsSource,
  multipart: MultipartUpload,
  range: PartRange,
): Promise<Result<PartRecord, AppError>> =>
  sendRequest(context, {
    kind: "bulk",
    bytes: range.sizeBytes,
    send: async (attempt) => {
      const startedMs = context.resources.clock.monotonicMs();
      const sent = await sendOnce({ ...source, context, multipart, range, attempt });
      if (!sent.ok) return sent;
      const { partNumber, sizeBytes } = range;
      const { etag, proof } = sent.value.stored;
      const part: PartRecord = { partNumber, sizeBytes, etag, crc32: sent.value.crc32, proof };
      const saved = await context.record.addPart(part);
      if (!saved.ok) return saved;
      attempt.acked(sizeBytes, startedMs);
      return ok(part);
    },
  });

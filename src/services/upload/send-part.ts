import type { AppError } from "../../domain/errors.ts";
import type { PartRange } from "../../domain/part-plan.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { UploadSession } from "../../domain/transfer.ts";
import type { OpenFile } from "../ports/file-source.ts";
import type { StoredPart, UploadPartParams } from "../ports/object-store.ts";
import type { PartRecord } from "../ports/transfer-store.ts";
import type { PooledBuffer } from "./concurrency/buffer-pool.ts";
import { checkUnchanged, readBody } from "./read-body.ts";
import { sendRequest, type Attempt } from "./send-request.ts";
import type { UploadContext } from "./upload-context.ts";

/** For the pieces of all connections together: few send large ones, which cost less work, many send small ones. */
const piecesBudgetBytes = 2 * 1024 * 1024;
const largestPieceBytes = 256 * 1024;
const smallestPieceBytes = 64 * 1024;

const pieceBytesFor = (connections: number): number =>
  Math.min(largestPieceBytes, Math.max(smallestPieceBytes, piecesBudgetBytes / connections));

/** A part that was taken, with the CRC32 of what was sent. */
interface SentPart {
  readonly stored: StoredPart;
  readonly crc32: number;
}

/** Reads a range piece by piece into one buffer; each piece is to be used before the next is asked for. */
const readPieces = async function* (
  file: OpenFile,
  range: PartRange,
  buffer: Uint8Array,
): AsyncGenerator<Result<Uint8Array, AppError>> {
  for (let at = 0; at < range.sizeBytes;) {
    const piece = buffer.subarray(0, Math.min(buffer.length, range.sizeBytes - at));
    const read = await file.read(piece, range.offset + at);
    if (!read.ok) {
      yield read;
      return;
    }
    if (read.value === 0) return;
    at += read.value;
    yield ok(piece.subarray(0, read.value));
  }
};

/** CRC32 of a part as the file has it now. FileChanged when the file is shorter. */
export const sumPart = async (
  context: UploadContext,
  file: OpenFile,
  range: PartRange,
  buffer: Uint8Array = Buffer.allocUnsafe(largestPieceBytes),
): Promise<Result<number, AppError>> => {
  const { path } = context.record.transfer;
  let sum = 0;
  for (let at = 0; at < range.sizeBytes;) {
    const piece = buffer.subarray(0, Math.min(buffer.length, range.sizeBytes - at));
    const read = await file.readSummed(piece, range.offset + at, sum);
    if (!read.ok) return read;
    if (read.value.bytes === 0) return fail({ code: "FileChanged", path, what: ["size"] });
    sum = read.value.crc32;
    at += read.value.bytes;
  }
  return ok(sum);
};

/** One attempt at one part. */
interface PartAttempt {
  readonly context: UploadContext;
  readonly file: OpenFile;
  readonly session: UploadSession;
  readonly range: PartRange;
  readonly attempt: Attempt;
}

/** What the store is asked, but for the body. */
const toRequest = (
  { context, session, range, attempt }: PartAttempt,
  sum: number,
): Omit<UploadPartParams, "body"> => {
  const { bucket, key } = context.record.transfer.target;
  return {
    bucket,
    key,
    uploadId: session.uploadId,
    partNumber: range.partNumber,
    crc32: sum,
    onSent: attempt.onSent,
    signal: attempt.signal,
  };
};

const toSent = (stored: Result<StoredPart, AppError>, sum: number): Result<SentPart, AppError> =>
  stored.ok ? ok({ stored: stored.value, crc32: sum }) : stored;

/** Sends a part from memory. */
const sendWhole = async (
  part: PartAttempt,
  body: Uint8Array,
): Promise<Result<SentPart, AppError>> => {
  const { context, file, range, attempt } = part;
  const { means, record, store } = context;
  const { path, fingerprint } = record.transfer;
  const sum = await readBody(path, file, body, range.offset, fingerprint);
  if (!sum.ok) return sum;
  await means.limiter.take(range.sizeBytes, attempt.signal, attempt.touch);
  return toSent(await store.uploadPart({ ...toRequest(part, sum.value), body }), sum.value);
};

/** Sends a part while it reads it; read before for its sum, from the page cache the second time. */
const sendPieces = async (part: PartAttempt): Promise<Result<SentPart, AppError>> => {
  const { context, file, range, attempt } = part;
  const { means, record, store } = context;
  const { path, fingerprint } = record.transfer;
  const buffer = Buffer.allocUnsafe(pieceBytesFor(means.slots.limit("bulk")));
  const sum = await sumPart(context, file, range, buffer);
  if (!sum.ok) return sum;
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of readPieces(file, range, buffer)) {
      if (!piece.ok) throw new Error("the file could not be read", { cause: piece.error });
      await means.limiter.take(piece.value.length, attempt.signal, attempt.touch);
      yield piece.value;
    }
  };
  const body = { sizeBytes: range.sizeBytes, pieces };
  const stored = await store.uploadPart({ ...toRequest(part, sum.value), body });
  // What changed between the two reads would have another sum, and the store would refuse it as damaged.
  const unchanged = await checkUnchanged(path, file, fingerprint);
  return unchanged.ok ? toSent(stored, sum.value) : unchanged;
};

/** Memory for the whole part, where that is worth its wait; null: to be sent in pieces. */
const takeBuffer = async ({
  context,
  range,
  attempt,
}: PartAttempt): Promise<PooledBuffer | null> => {
  const { buffers, limiter } = context.means;
  // Below a speed limit whole parts would leave in bursts; a single one must not keep all others waiting.
  if (limiter.current() !== null || range.sizeBytes > buffers.largestShareBytes) return null;
  const free = buffers.tryAcquire(range.sizeBytes);
  return free ?? (buffers.turnsQuickly() ? buffers.acquire(range.sizeBytes, attempt.signal) : null);
};

const sendOnce = async (part: PartAttempt): Promise<Result<SentPart, AppError>> => {
  const buffer = await takeBuffer(part);
  if (!buffer) return sendPieces(part);
  try {
    return await sendWhole(part, buffer.bytes);
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
  file: OpenFile,
  session: UploadSession,
  range: PartRange,
): Promise<Result<PartRecord, AppError>> =>
  sendRequest(context, {
    kind: "bulk",
    bytes: range.sizeBytes,
    send: async (attempt) => {
      const startedMs = context.means.clock.monotonicMs();
      const sent = await sendOnce({ context, file, session, range, attempt });
      if (!sent.ok) return sent;
      const { partNumber, sizeBytes } = range;
      const { etag, proof } = sent.value.stored;
      const part: PartRecord = { partNumber, sizeBytes, etag, crc32: sent.value.crc32, proof };
      const saved = await context.record.addPart(part);
      if (!saved.ok) return saved;
      context.record.acked(sizeBytes, startedMs);
      return ok(part);
    },
  });

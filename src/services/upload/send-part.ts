import { crc32 } from "node:zlib";
import type { AppError } from "../../domain/errors.ts";
import type { PartRange } from "../../domain/part-plan.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { UploadSession } from "../../domain/transfer.ts";
import type { OpenFile } from "../ports/file-source.ts";
import type { StoredPart } from "../ports/object-store.ts";
import type { PartRecord } from "../ports/transfer-store.ts";
import { checkUnchanged, readBody } from "./read-body.ts";
import { sendRequest, type Attempt } from "./send-request.ts";
import type { UploadContext } from "./upload-context.ts";

const pieceBytes = 256 * 1024;

/** A part that was taken, with the CRC32 of what was sent. */
interface SentPart {
  readonly stored: StoredPart;
  readonly crc32: number;
}

/** Reads a range piece by piece into one small buffer; each piece is to be used before the next is asked for. */
const readPieces = async function* (
  file: OpenFile,
  range: PartRange,
): AsyncGenerator<Result<Uint8Array, AppError>> {
  const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, range.sizeBytes));
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

const sumRange = async (
  path: string,
  file: OpenFile,
  range: PartRange,
): Promise<Result<number, AppError>> => {
  let sum = 0;
  let bytes = 0;
  for await (const piece of readPieces(file, range)) {
    if (!piece.ok) return piece;
    sum = crc32(piece.value, sum);
    bytes += piece.value.length;
  }
  return bytes === range.sizeBytes ? ok(sum) : fail({ code: "FileChanged", path, what: ["size"] });
};

/** CRC32 of a part as the file has it now. FileChanged when the file is shorter. */
export const sumPart = (
  context: UploadContext,
  file: OpenFile,
  range: PartRange,
): Promise<Result<number, AppError>> => sumRange(context.record.transfer.path, file, range);

/** Sends a part from memory. */
const sendWhole = async (
  context: UploadContext,
  file: OpenFile,
  session: UploadSession,
  range: PartRange,
  attempt: Attempt,
  buffer: Uint8Array,
): Promise<Result<SentPart, AppError>> => {
  const { means, record, store } = context;
  const { path, fingerprint, target } = record.transfer;
  const sum = await readBody(path, file, buffer, range.offset, fingerprint);
  if (!sum.ok) return sum;
  await means.limiter.take(range.sizeBytes, attempt.signal, attempt.touch);
  const stored = await store.uploadPart({
    bucket: target.bucket,
    key: target.key,
    uploadId: session.uploadId,
    partNumber: range.partNumber,
    body: buffer,
    crc32: sum.value,
    onSent: attempt.onSent,
    signal: attempt.signal,
  });
  return stored.ok ? ok({ stored: stored.value, crc32: sum.value }) : stored;
};

/** Sends a part while it reads it; read before for its sum, from the page cache the second time. */
const sendPieces = async (
  context: UploadContext,
  file: OpenFile,
  session: UploadSession,
  range: PartRange,
  attempt: Attempt,
): Promise<Result<SentPart, AppError>> => {
  const { means, record, store } = context;
  const { path, fingerprint, target } = record.transfer;
  const sum = await sumRange(path, file, range);
  if (!sum.ok) return sum;
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of readPieces(file, range)) {
      if (!piece.ok) throw new Error("the file could not be read", { cause: piece.error });
      await means.limiter.take(piece.value.length, attempt.signal, attempt.touch);
      yield piece.value;
    }
  };
  const stored = await store.uploadPartFrom?.({
    bucket: target.bucket,
    key: target.key,
    uploadId: session.uploadId,
    partNumber: range.partNumber,
    body: { sizeBytes: range.sizeBytes, pieces },
    crc32: sum.value,
    onSent: attempt.onSent,
    signal: attempt.signal,
  });
  // What changed between the two reads would have another sum, and the store would refuse it as damaged.
  const unchanged = await checkUnchanged(path, file, fingerprint);
  if (!unchanged.ok) return unchanged;
  if (!stored) throw new Error("this store sends no pieces");
  return stored.ok ? ok({ stored: stored.value, crc32: sum.value }) : stored;
};

const sendOnce = async (
  context: UploadContext,
  file: OpenFile,
  session: UploadSession,
  range: PartRange,
  attempt: Attempt,
): Promise<Result<SentPart, AppError>> => {
  const { means, store } = context;
  const isSlowed = means.limiter.current() !== null;
  const free = store.uploadPartFrom && isSlowed ? null : means.buffers.tryAcquire(range.sizeBytes);
  if (!free && store.uploadPartFrom) return sendPieces(context, file, session, range, attempt);
  const buffer = free ?? (await means.buffers.acquire(range.sizeBytes, attempt.signal));
  try {
    return await sendWhole(context, file, session, range, attempt, buffer.bytes);
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
      const sent = await sendOnce(context, file, session, range, attempt);
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

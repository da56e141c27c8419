import type { AppError } from "../../domain/errors.ts";
import { mayHaveChanged, showsEachWrite, stableAtMs } from "../../domain/fingerprint.ts";
import type { Result } from "../../domain/result.ts";
import type { FileDigest, OpenFile, SinglePassDigest } from "../ports/file-source.ts";
import type { UploadContext } from "./upload-context.ts";

/** The sums of a file that is being sent. */
export interface DigestWhileSending {
  /** The pass that parts are read by; null when they are read for themselves, and the file once more for its sum. */
  readonly pass: SinglePassDigest | null;
  /** To be called once, with the sending of all parts. Null: nobody wants a sum. */
  of(sending: Promise<unknown>): Promise<Result<FileDigest, AppError> | null>;
}

/** A file from the future: longer than this no timer can wait, and no upload takes. */
const maxWaitMs = 86_400_000;

/** Resolves when what is read has all writes in it that no fingerprint would show, or at the latest after the parts. */
const untilConnected = async (
  { resources, record }: UploadContext,
  sending: Promise<unknown>,
  signal: AbortSignal,
): Promise<void> => {
  const { clock } = resources;
  const waitMs = Math.min(maxWaitMs, stableAtMs(record.transfer.fingerprint) - clock.nowMs());
  // The sleep that loses ends with the round.
  if (waitMs > 0) await Promise.race([sending, clock.sleep(waitMs, signal)]);
};

const secondRead = (context: UploadContext, signal: AbortSignal): DigestWhileSending => ({
  pass: null,
  of: async (sending) => {
    await untilConnected(context, sending, signal);
    return context.resources.files.digest(context.record.transfer.path, signal);
  },
});

const singlePass = (pass: SinglePassDigest): DigestWhileSending => ({
  pass,
  of: async (sending) => {
    await sending;
    return pass.finish();
  },
});

/**
 * Sums the file beside the upload: for the receipt, or because its fingerprint cannot be trusted. In a pass of its own
 * where a change might show in nothing else than in the second read.
 */
export const startDigest = (
  context: UploadContext,
  file: OpenFile,
  signal: AbortSignal,
): DigestWhileSending => {
  const { resources, record } = context;
  const { fingerprint, multipart } = record.transfer;
  const startedAtMs = multipart?.startedAtMs ?? resources.clock.nowMs();
  if (!resources.withSha256 && !mayHaveChanged(fingerprint, startedAtMs))
    return { pass: null, of: () => Promise.resolve(null) };
  const isTrusted = showsEachWrite(fingerprint, startedAtMs);
  return isTrusted && file.startDigest
    ? singlePass(file.startDigest(signal))
    : secondRead(context, signal);
};

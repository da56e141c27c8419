import type { AppError } from "../../../domain/errors.ts";
import type { Result } from "../../../domain/result.ts";
import type { ChecksummedRead, FileDigest, SinglePassDigest } from "../../ports/file-source.ts";
import type { DigestWork } from "./digest-messages.ts";
import type { DigestJob, DigestThread } from "./digest-thread.ts";
import { guardFile } from "./file-errors.ts";

const sumOf = async (job: DigestJob, work: DigestWork): Promise<FileDigest> => {
  const result = await job.ask(work);
  if ("digest" in result) return result.digest;
  throw new Error("the thread that sums files has given a read for a sum");
};

const readOf = async (
  job: DigestJob,
  work: DigestWork,
  signal: AbortSignal,
): Promise<ChecksummedRead> => {
  const result = await job.ask(work);
  // Then it is not all that was asked for.
  signal.throwIfAborted();
  if ("read" in result) return result.read;
  throw new Error("the thread that sums files has given a sum for a read");
};

/** The sum that `work` asks for; rejects at once with the signal's reason. The job ends with both. */
const lastSumOf = async (
  job: DigestJob,
  work: DigestWork,
  signal: AbortSignal,
): Promise<FileDigest> => {
  const stopped = Promise.withResolvers<never>();
  const stop = () => stopped.reject(signal.reason);
  signal.addEventListener("abort", stop);
  try {
    return await Promise.race([sumOf(job, work), stopped.promise]);
  } finally {
    signal.removeEventListener("abort", stop);
    job.end();
  }
};

/** Both sums of the file at a path. */
export const digestPath = (
  thread: DigestThread,
  path: string,
  signal: AbortSignal,
): Promise<Result<FileDigest, AppError>> =>
  guardFile(path, async () => {
    signal.throwIfAborted();
    return lastSumOf(thread.begin(), { do: "digest", path }, signal);
  });

/**
 * As far behind the sender the pass may be for a part to wait for it: a quarter of a second. A sender that went on by
 * itself would be waiting at the end, and would have read all of it for itself.
 */
const nearBytes = 256 * 1024 * 1024;

/** An open file that a pass is made over: its path is for errors. */
export interface PassedFile {
  readonly path: string;
  /** Stays open until the pass has ended. */
  readonly descriptor: number;
}

/** A pass over an open file that answers at once. Only memory that threads share can be filled. */
export const startDigest = (
  thread: DigestThread,
  { path, descriptor: file }: PassedFile,
  signal: AbortSignal,
): SinglePassDigest => {
  signal.throwIfAborted();
  const job = thread.begin();
  const end = () => job.end();
  signal.addEventListener("abort", end, { once: true });
  /** All before has been asked for. */
  let askedTo = 0;
  /** Of these, what it reads on its own and has not read yet. */
  let behindBytes = 0;

  const pass = (to: number): Promise<ChecksummedRead> => {
    const bytes = to - askedTo;
    askedTo = to;
    behindBytes += bytes;
    return readOf(job, { do: "pass", file, end: to }, signal).finally(() => {
      behindBytes -= bytes;
    });
  };
  /** What goes wrong in it goes wrong again in what comes next. */
  const passUnasked = (to: number): void => {
    if (to > askedTo) pass(to).catch(() => undefined);
  };
  /** True: what comes next is at `position`, and soon; else the pass goes by it. */
  const isNextAt = (position: number, sizeBytes: number, mostBehind: number): boolean => {
    signal.throwIfAborted();
    if (position < askedTo) return false;
    passUnasked(position);
    if (behindBytes <= mostBehind) return true;
    passUnasked(position + sizeBytes);
    return false;
  };

  return {
    fill: (buffer, position) => {
      if (!(buffer.buffer instanceof SharedArrayBuffer)) return null;
      if (!isNextAt(position, buffer.length, nearBytes)) return null;
      askedTo += buffer.length;
      return guardFile(path, () => readOf(job, { do: "fill", file, buffer }, signal));
    },
    sum: (position, sizeBytes) =>
      isNextAt(position, sizeBytes, 0) ? guardFile(path, () => pass(position + sizeBytes)) : null,
    finish: () =>
      guardFile(path, async () => {
        signal.throwIfAborted();
        signal.removeEventListener("abort", end);
        return lastSumOf(job, { do: "finish", file }, signal);
      }),
  };
};

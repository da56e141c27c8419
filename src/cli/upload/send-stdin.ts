import type { AppError } from "../../domain/errors.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { createRateLimiter } from "../../services/upload/concurrency/rate-limiter.ts";
import { loadContentTypes } from "../../services/upload/content-type.ts";
import {
  maxStreamBytes,
  streamPartBytes,
  streamPath,
  uploadStream,
} from "../../services/upload/upload-stream.ts";
import { newId } from "../../wiring/new-id.ts";
import { isFolderInput, openStdin, UnreadableInput } from "../../wiring/open-stdin.ts";
import { uploadWords } from "../../words/commands/upload.ts";
import { finishLog } from "./finish-log.ts";
import { namedKey } from "./plan-upload.ts";
import type { SendContext } from "./send-context.ts";
import { warnOfSize } from "./warn-of-size.ts";

/** Standard input, held to the limit on its way. */
async function* readInput({ context, command, platform }: SendContext): AsyncGenerator<Uint8Array> {
  const limiter = createRateLimiter(platform.clock);
  limiter.set(command.limitBytesPerSecond);
  for await (const chunk of openStdin(context.stdin, streamPath)) {
    const piece = Buffer.from(chunk);
    await limiter.take(piece.length, context.signal);
    yield piece;
  }
}

const stream = async (send: SendContext): Promise<Result<null, AppError>> => {
  const { command, context, platform, progress, storeCache, target, transfers } = send;
  if (isFolderInput(context.stdin))
    return fail({ code: "NotAFile", path: streamPath, is: "folder" });
  const key = namedKey(target.prefix, command.key ?? "", streamPath);
  if (!key.ok) return key;
  const store = await storeCache.get(target, target.options);
  if (!store.ok) return store;
  const typed = await loadContentTypes();
  const partBytes = target.options.partBytes ?? streamPartBytes;
  const sent = await uploadStream({
    store: store.value,
    transfers,
    clock: platform.clock,
    newId,
    batchId: send.batchId,
    note: command.note,
    logUrl: command.logUrl,
    sender: platform.sender,
    withSha256: command.withSha256,
    source: warnOfSize(readInput(send), maxStreamBytes(partBytes), send.note),
    target: { connection: target.connection, bucket: target.bucket, key: key.value },
    conflict: command.conflict,
    options: typed(target.options, key.value),
    partBytes,
    onProgress: (bytes) => progress.showStream(bytes),
    signal: context.signal,
  });
  return sent.ok ? ok(null) : sent;
};

/** Says of a stream that was not recorded what became of it: the key was taken, or nothing could be begun. */
const reportUnrecorded = ({ report, target, command }: SendContext, error: AppError): void => {
  const isSkip = error.code === "ObjectExists" && command.conflict === "skip";
  report.end({
    path: streamPath,
    target: { bucket: target.bucket, key: `${target.prefix}${command.key ?? ""}` },
    state: isSkip ? "skipped" : "failed",
    receipt: null,
    error,
  });
};

/** Nothing can be resumed, and nothing was at fault. */
const reportInterrupted = ({ report, target, command }: SendContext): void => {
  report.end({
    path: streamPath,
    target: { bucket: target.bucket, key: `${target.prefix}${command.key ?? ""}` },
    state: "interrupted",
    receipt: null,
    error: null,
  });
};

/** Sends standard input, which cannot be read twice. False when the person interrupted it: it cannot be resumed. */
export const sendStdin = async (send: SendContext): Promise<boolean> => {
  const { context, queue, progress, ended } = send;
  try {
    const streamed = await stream(send);
    progress.end();
    if (!streamed.ok && ended() === 0) reportUnrecorded(send, streamed.error);
  } catch (thrown) {
    progress.end();
    if (context.signal.aborted) {
      if (ended() === 0) reportInterrupted(send);
      context.say(uploadWords.streamInterrupted);
      return false;
    }
    if (!(thrown instanceof UnreadableInput)) throw thrown;
    reportUnrecorded(send, thrown.error);
  }
  queue.start();
  await finishLog(send);
  await queue.stop();
  return true;
};

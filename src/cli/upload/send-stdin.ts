import { createHash, randomUUID, type Hash } from "node:crypto";
import type { AppError } from "../../domain/errors.ts";
import { formatBytes } from "../../domain/format.ts";
import { maxParts } from "../../domain/part-plan.ts";
import type { Receipt } from "../../domain/receipt.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Transfer } from "../../domain/transfer.ts";
import { failureOutcome, successOutcome } from "../../services/log/outcome-message.ts";
import type { ObjectStore, StoredObject } from "../../services/ports/object-store.ts";
import { createRateLimiter } from "../../services/upload/rate-limiter.ts";
import { sayError } from "../say-error.ts";
import { finishLog } from "./finish-log.ts";
import { freeKey } from "./free-stdin-key.ts";
import { namedKey } from "./plan-upload.ts";
import type { SendContext } from "./send-context.ts";

// The length is not known, so that the parts cannot be made to fit: 10,000 of 16 MiB are 156 GiB.
const partBytes = 16 * 1024 * 1024;
const maxBytes = partBytes * maxParts;

/** Standard input, hashed and held to the limit on its way. */
async function* readInput(send: SendContext, hash: Hash | null): AsyncGenerator<Uint8Array> {
  const { context, command, platform } = send;
  const limiter = createRateLimiter(platform.clock);
  limiter.set(command.limitBytesPerSecond);
  let bytes = 0;
  let isWarned = false;
  for await (const chunk of context.stdin) {
    const piece = Buffer.from(chunk);
    await limiter.take(piece.length, context.signal);
    hash?.update(piece);
    bytes += piece.length;
    if (!isWarned && bytes > maxBytes * 0.9) {
      isWarned = true;
      context.say(`Note: standard input may have ${formatBytes(maxBytes)} at most: 10,000 parts.`);
    }
    yield piece;
  }
}

type Streamed = StoredObject & { readonly bytes: number };

const stream = (
  send: SendContext,
  store: ObjectStore,
  key: string,
  hash: Hash | null,
): Promise<Result<Streamed, AppError>> =>
  store.uploadStream({
    bucket: send.target.bucket,
    key,
    source: readInput(send, hash),
    partBytes,
    options: send.command.options,
    mustBeNew: send.command.conflict !== "replace",
    onProgress: (bytes) => send.progress.showText(`${formatBytes(bytes)} of standard input`),
    signal: send.context.signal,
  });

const newTransfer = (send: SendContext, key: string, startedAtMs: number): Transfer => ({
  id: randomUUID(),
  path: "-",
  fingerprint: { sizeBytes: 0, mtimeMs: startedAtMs, inode: 0, device: 0 },
  target: { connection: send.target.connection, bucket: send.target.bucket, key },
  conflict: send.command.conflict,
  options: send.command.options,
  state: { name: "uploading" },
  session: null,
  queuedAtMs: startedAtMs,
  startedAtMs,
  endedAtMs: null,
});

const toReceipt = (
  send: SendContext,
  transfer: Transfer,
  { bytes, etag, crc32, versionId, requestId, proof }: Streamed,
  sha256: string | null,
): Receipt => ({
  id: randomUUID(),
  transferId: transfer.id,
  name: "standard input",
  path: transfer.path,
  bytes,
  sha256,
  crc32,
  etag,
  versionId,
  requestId,
  verified: proof,
  ...transfer.target,
  startedAtMs: transfer.queuedAtMs,
  endedAtMs: send.platform.clock.nowMs(),
  sender: send.platform.sender,
});

/** Written when it is over: what cannot be read again cannot go on either. */
const record = (
  send: SendContext,
  transfer: Transfer,
  streamed: Result<Streamed, AppError>,
  sha256: string | null,
): Result<void, AppError> => {
  const { transfers, platform, command } = send;
  const atMs = platform.clock.nowMs();
  const added = transfers.add([transfer]);
  if (!added.ok) return added;
  if (streamed.ok) {
    const receipt = toReceipt(send, transfer, streamed.value, sha256);
    const state = { name: "delivered", receiptId: receipt.id } as const;
    const ending = { ...transfer, state, endedAtMs: atMs };
    return transfers.end({ transfer: ending, receipt, outcome: successOutcome(receipt) });
  }
  const { error } = streamed;
  const isSkip = error.code === "ObjectExists" && command.conflict === "skip";
  const ending = {
    ...transfer,
    state: { name: isSkip ? "skipped" : "failed", error } as const,
    endedAtMs: atMs,
  };
  const { sender } = platform;
  const outcome = isSkip
    ? null
    : failureOutcome({ id: randomUUID(), transfer, error, atMs, sender });
  const ended = transfers.end({ transfer: ending, receipt: null, outcome });
  return ended.ok ? transfers.dismiss([transfer.id]) : ended;
};

const prepare = async (
  send: SendContext,
): Promise<Result<{ readonly store: ObjectStore; readonly key: string }, AppError>> => {
  const { command, target, shelf, context } = send;
  const named = namedKey(target.prefix, command.key ?? "", "-");
  if (!named.ok) return named;
  const store = await shelf.get(target.connection);
  if (!store.ok) return store;
  const { bucket } = target;
  const { conflict } = command;
  const where = { store: store.value, bucket, key: named.value, signal: context.signal };
  const free = await freeKey(where, conflict);
  return free.ok ? ok({ store: store.value, key: free.value }) : free;
};

/** Sends standard input, which cannot be read twice. False when the person interrupted it: nothing can go on. */
export const sendStdin = async (send: SendContext): Promise<boolean> => {
  const { context, command, platform, queue, progress } = send;
  const prepared = await prepare(send);
  const startedAtMs = platform.clock.nowMs();
  const transfer = newTransfer(
    send,
    prepared.ok ? prepared.value.key : (command.key ?? ""),
    startedAtMs,
  );
  const hash = command.withSha256 ? createHash("sha256") : null;
  let streamed: Result<Streamed, AppError>;
  try {
    streamed = prepared.ok
      ? await stream(send, prepared.value.store, prepared.value.key, hash)
      : prepared;
  } catch (thrown) {
    progress.clear();
    if (thrown !== context.signal.reason) throw thrown;
    context.say("Interrupted. Standard input cannot be read again, so nothing of it goes on.");
    return false;
  }
  progress.clear();
  const recorded = record(
    send,
    transfer,
    streamed,
    streamed.ok ? (hash?.digest("hex") ?? null) : null,
  );
  if (!recorded.ok) sayError(context, recorded.error);
  queue.start();
  await finishLog(send);
  await queue.stop();
  return true;
};

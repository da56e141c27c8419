import { createHash } from "node:crypto";
import { crc32ToBase64 } from "../../domain/crc32-combine.ts";
import type { AppError } from "../../domain/errors.ts";
import { maxParts } from "../../domain/part-plan.ts";
import type { Receipt } from "../../domain/receipt.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import {
  transition,
  type ConflictPolicy,
  type Transfer,
  type TransferTarget,
  type UploadOptions,
} from "../../domain/transfer.ts";
import { outcomeOfBatch } from "../../domain/outcome.ts";
import { failureOutcome, successOutcome } from "../log/outcome-message.ts";
import type { Clock } from "../ports/clock.ts";
import type { ObjectStore } from "../ports/object-store.ts";
import type { TransferStore } from "../ports/transfer-store.ts";
import { findObjectAt } from "../ports/find-object.ts";
import { nextKey } from "./free-key.ts";

/** Parts of a stream whose length nobody knows: 156 GiB fit into 10,000 of them. */
export const streamPartBytes = 16 * 1024 * 1024;

/** More than this does not fit into parts of `partBytes`. */
export const maxStreamBytes = (partBytes: number): number => partBytes * maxParts;

/** How such a source is named in receipts and messages. */
export const streamPath = "-";

export interface UploadStreamFacts {
  readonly store: ObjectStore;
  readonly transfers: TransferStore;
  readonly clock: Clock;
  readonly newId: () => string;
  /** UUIDv7 of the batch that it is alone in. */
  readonly batchId: string;
  /** Of the batch, as the log server that was named for it. */
  readonly note: string | null;
  readonly logUrl: string | null;
  /** user@host. */
  readonly sender: string;
  readonly withSha256: boolean;
  readonly source: AsyncIterable<Uint8Array>;
  readonly target: TransferTarget;
  readonly conflict: ConflictPolicy;
  readonly options: UploadOptions;
  /** Larger parts allow a longer stream, at four times their size in memory. */
  readonly partBytes: number;
  /** Bytes that the store acknowledged. */
  readonly onProgress: (bytes: number) => void;
  readonly signal: AbortSignal;
}

interface StreamChecksums {
  bytes: number;
  isTooLong: boolean;
}

const tooLong = (checksums: StreamChecksums, limit: number): AppError => ({
  code: "FileTooLarge",
  path: streamPath,
  sizeBytes: checksums.bytes,
  maxBytes: limit,
});

/** The first free key after a taken one, or ObjectExists when it may not be renamed. */
const resolveKey = async (facts: UploadStreamFacts): Promise<Result<string, AppError>> => {
  const { store, target, conflict, signal } = facts;
  const { bucket } = target;
  let { key } = target;
  if (conflict === "replace") return ok(key);
  for (;;) {
    const found = await findObjectAt({ store, bucket, signal }, key);
    if (!found.ok) return found;
    if (found.value === null) return ok(key);
    if (conflict === "skip") return fail({ code: "ObjectExists", bucket, key });
    key = nextKey(key);
  }
};

const toTransfer = (facts: UploadStreamFacts): Transfer => {
  const nowMs = facts.clock.nowMs();
  return {
    id: facts.newId(),
    path: streamPath,
    fingerprint: { sizeBytes: 0, mtimeMs: 0, inode: 0, device: 0 },
    target: facts.target,
    conflict: facts.conflict,
    options: facts.options,
    state: { name: "uploading" },
    multipart: null,
    queuedAtMs: nowMs,
    startedAtMs: nowMs,
    endedAtMs: null,
    batchId: facts.batchId,
  };
};

/** Its end is on disk with the batch that it is alone in. */
const openBatch = (
  { transfers, batchId: id, note, logUrl }: UploadStreamFacts,
  { queuedAtMs }: Transfer,
) => transfers.add([], [{ id, note, logUrl, startedAtMs: queuedAtMs, isComplete: true }]);

/** What was sent, and how the store knows it. */
type Sent = Pick<
  Receipt,
  "bytes" | "sha256" | "crc32" | "etag" | "verified" | "versionId" | "requestId" | "key"
>;

const send = async (facts: UploadStreamFacts): Promise<Result<Sent, AppError>> => {
  const key = await resolveKey(facts);
  if (!key.ok) return key;
  const { target, options, partBytes, onProgress } = facts;
  const hash = createHash("sha256");
  const checksums: StreamChecksums = { bytes: 0, isTooLong: false };
  const limit = maxStreamBytes(partBytes);
  const stopper = new AbortController();
  const through = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of facts.source) {
      checksums.bytes += chunk.length;
      if (checksums.bytes > limit) {
        checksums.isTooLong = true;
        stopper.abort();
        // Ending here would look like the end of the source, and make a short object of it.
        stopper.signal.throwIfAborted();
      }
      if (facts.withSha256) hash.update(chunk);
      yield chunk;
    }
  };
  try {
    const stored = await facts.store.uploadStream({
      bucket: target.bucket,
      key: key.value,
      source: through(),
      partBytes,
      options,
      mustBeNew: facts.conflict !== "replace",
      onProgress,
      signal: AbortSignal.any([facts.signal, stopper.signal]),
    });
    if (!stored.ok) return checksums.isTooLong ? fail(tooLong(checksums, limit)) : stored;
    const { bytes, sentCrc32, etag, proof, versionId, requestId } = stored.value;
    const sha256 = facts.withSha256 ? hash.digest("hex") : null;
    return ok({
      bytes,
      sha256,
      crc32: crc32ToBase64(sentCrc32),
      etag,
      verified: proof,
      versionId,
      requestId,
      key: key.value,
    });
  } catch (thrown) {
    if (checksums.isTooLong && !facts.signal.aborted) return fail(tooLong(checksums, limit));
    throw thrown;
  }
};

/** Sent but not written down: the sender is told, the log may not be. */
const endFailed = (facts: UploadStreamFacts, transfer: Transfer, error: AppError): void => {
  const atMs = facts.clock.nowMs();
  const outcome = failureOutcome({
    id: facts.newId(),
    transfer,
    error,
    atMs,
    sender: facts.sender,
  });
  openBatch(facts, transfer);
  facts.transfers.end({
    transfer: transition(transfer, { type: "failed", atMs, error }),
    receipt: null,
    outcome: outcomeOfBatch(outcome, facts),
  });
};

/**
 * Sends a source of unknown length, such as standard input, and gives its receipt, which is on disk with its message
 * to the log. A stream cannot be read twice: a failure is final, and its parts stay at the store. ObjectExists (skip),
 * FileTooLarge beyond 10,000 parts, DiskFull, and what the store says. Rejects with the signal's reason.
 */
export const uploadStream = async (
  facts: UploadStreamFacts,
): Promise<Result<Receipt, AppError>> => {
  const transfer = toTransfer(facts);
  const startedMs = facts.clock.monotonicMs();
  const { clearHost } = facts.store;
  const sent = await send(facts);
  if (!sent.ok) {
    if (sent.error.code !== "ObjectExists") endFailed(facts, transfer, sent.error);
    return sent;
  }
  const endedAtMs = facts.clock.nowMs();
  const receipt: Receipt = {
    id: facts.newId(),
    transferId: transfer.id,
    name: streamPath,
    path: streamPath,
    connection: facts.target.connection,
    bucket: facts.target.bucket,
    ...sent.value,
    startedAtMs: transfer.startedAtMs ?? endedAtMs,
    endedAtMs,
    durationMs: facts.clock.monotonicMs() - startedMs,
    ...(clearHost !== null && { clearHost }),
    sender: facts.sender,
  };
  const opened = openBatch(facts, transfer);
  if (!opened.ok) return opened;
  const renamed = transition(transfer, { type: "renamed", key: receipt.key });
  const delivered = transition(renamed, {
    type: "delivered",
    atMs: endedAtMs,
    receiptId: receipt.id,
  });
  const saved = facts.transfers.end({
    transfer: delivered,
    receipt,
    outcome: outcomeOfBatch(successOutcome(receipt), facts),
  });
  return saved.ok ? ok(receipt) : saved;
};

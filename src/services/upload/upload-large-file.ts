import { combineAllCrc32, crc32ToBase64 } from "../../domain/crc32-combine.ts";
import type { AppError } from "../../domain/errors.ts";
import { planParts, type PartPlan } from "../../domain/part-plan.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { storedCorruptObject } from "../../domain/retry.ts";
import type { MultipartUpload } from "../../domain/transfer.ts";
import type { OpenFile } from "../ports/file-source.ts";
import { checkParts } from "./check-source.ts";
import { completeParts } from "./complete-parts.ts";
import { startDigest } from "./digest-while-sending.ts";
import { resolveKey } from "./free-key.ts";
import { findResumePoint } from "./resume-point.ts";
import { sendRequest } from "./send-request.ts";
import type { DeliveredFile, UploadContext } from "./upload-context.ts";
import { uploadParts } from "./upload-parts.ts";

/** Begins a multipart upload at the store, unless one was begun before; on disk before the first part is sent. */
const createMultipart = async (
  context: UploadContext,
  plan: PartPlan,
): Promise<Result<MultipartUpload, AppError>> => {
  const { record, store, resources } = context;
  if (record.transfer.multipart) return ok(record.transfer.multipart);
  const free = await resolveKey(context);
  if (!free.ok) return free;
  const { target, options } = record.transfer;
  const created = await sendRequest(context, {
    kind: "bulk",
    bytes: 0,
    send: ({ signal }) =>
      store.createUpload({ bucket: target.bucket, key: target.key, options, signal }),
  });
  if (!created.ok) return created;
  const multipart: MultipartUpload = {
    uploadId: created.value.uploadId,
    partBytes: plan.partBytes,
    startedAtMs: resources.clock.nowMs(),
  };
  const saved = await record.change({ type: "multipartCreated", multipart });
  return saved.ok ? ok(multipart) : saved;
};

/** One pass over the whole file. */
interface Round {
  readonly signal: AbortSignal;
  /** All parts are at the store: what goes wrong now is about the whole. */
  hasAllParts: boolean;
}

/** The search for connections begins where the last upload to this store ended. */
const expectPace = ({ record, store, resources }: UploadContext): void => {
  const { pace } = store.abilities(record.transfer.target.bucket);
  if (pace) resources.slots.expectParts(pace);
};

/** Remembered when their number is another: what each brings is never twice the same. */
const notePace = ({ record, store, resources }: UploadContext): void => {
  const { bucket } = record.transfer.target;
  const pace = resources.slots.partPace();
  if (pace && pace.connections !== store.abilities(bucket).pace?.connections)
    store.notePace(bucket, pace);
};

const sendAndComplete = async (
  context: UploadContext,
  file: OpenFile,
  plan: PartPlan,
  round: Round,
): Promise<Result<DeliveredFile, AppError>> => {
  const { record, resources } = context;
  // Before the first request, so that its thread starts meanwhile.
  const digest = startDigest(context, file, round.signal);
  const multipart = await createMultipart(context, plan);
  if (!multipart.ok) return multipart;
  const point = findResumePoint(record, multipart.value);
  if (!point.ok) return point;
  record.planned(point.value.plan.partCount, point.value.done);
  expectPace(context);
  const sending = uploadParts(context, { file, pass: digest.pass }, point.value);
  const digesting = digest.of(sending);
  // Looked at after the parts; until then a failure is not forgotten, only not looked at.
  digesting.catch(() => undefined);
  const parts = await sending;
  if (!parts.ok) return parts;
  notePace(context);
  round.hasAllParts = true;
  record.verifying();
  const sums = await digesting;
  if (sums && !sums.ok) return sums;
  const checked = await checkParts(context, file, point.value, parts.value, sums?.value ?? null);
  if (!checked.ok) return checked;
  const stored = await completeParts(context, multipart.value, parts.value);
  if (!stored.ok) return stored;
  const { etag, proof, versionId, requestId } = stored.value;
  return ok({
    bytes: plan.sizeBytes,
    sha256: resources.withSha256 ? (sums?.value.sha256 ?? null) : null,
    crc32: crc32ToBase64(combineAllCrc32(parts.value)),
    etag,
    verified: proof,
    versionId,
    requestId,
  });
};

/** Times that a whole upload begins again, for each reason, before the reason is the end of it. */
const maxRestarts: Readonly<Partial<Record<AppError["code"], number>>> = {
  UploadExpired: 2,
  ChecksumMismatch: 1,
  ObjectExists: 5,
  // Each time with what the last refusal has told of the limit.
  TooManyParts: 5,
};

/** How the file is cut for this store. FileTooLarge where it takes no file of this size. */
export const planFile = ({ record, store }: UploadContext) => {
  const { path, fingerprint, target, options } = record.transfer;
  const { maxParts } = store.abilities(target.bucket);
  return planParts(path, fingerprint.sizeBytes, maxParts, options.partBytes ?? null);
};

const canStartOver = (
  context: UploadContext,
  { hasAllParts }: Round,
  error: AppError,
  restarts: number,
): boolean => {
  // A part has had its second attempt already.
  if (error.code === "ChecksumMismatch" && !hasAllParts) return false;
  // A key taken while the parts were under way: they belong to the old key, and go again under a free one.
  if (error.code === "ObjectExists" && context.record.transfer.conflict !== "rename") return false;
  return restarts < (maxRestarts[error.code] ?? 0);
};

/**
 * Sends a file in parts, going on where an earlier run stopped. Begins again when the store forgot the upload, once
 * when the whole arrived damaged, and under a free key when the policy is rename. UploadExpired, ChecksumMismatch,
 * ObjectExists, FileChanged, and what store and disk say.
 */
export const uploadLargeFile = async (
  context: UploadContext,
  file: OpenFile,
  firstPlan: PartPlan,
): Promise<Result<DeliveredFile, AppError>> => {
  const { record, resources } = context;
  let plan = firstPlan;
  let { mustBeNew } = context;
  for (let restarts = 0; ; restarts += 1) {
    const stopper = new AbortController();
    const signal = AbortSignal.any([context.signal, stopper.signal]);
    const round: Round = { signal, hasAllParts: false };
    let result: Result<DeliveredFile, AppError>;
    try {
      result = await sendAndComplete({ ...context, mustBeNew }, file, plan, round);
    } finally {
      stopper.abort();
    }
    if (result.ok || !canStartOver(context, round, result.error, restarts)) return result;
    const { error } = result;
    if (storedCorruptObject(error)) mustBeNew = false;
    const next = planFile(context);
    if (!next.ok) return next;
    plan = next.value;
    record.retrying({ attempt: restarts + 1, untilMs: resources.clock.monotonicMs(), error });
    const again = await record.startOver(error);
    if (!again.ok) return fail(again.error);
  }
};

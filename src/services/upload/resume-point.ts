import type { AppError } from "../../domain/errors.ts";
import {
  partRange,
  planWithPartBytes,
  type PartPlan,
  type PartRange,
} from "../../domain/part-plan.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { MultipartUpload } from "../../domain/transfer.ts";
import type { PartRecord } from "../ports/transfer-store.ts";
import type { TransferRecord } from "./upload-context.ts";

/** Where a begun upload goes on: the plan it was begun with, what the store has, and what is missing. */
export interface ResumePoint {
  readonly multipart: MultipartUpload;
  readonly plan: PartPlan;
  readonly done: readonly PartRecord[];
  readonly missing: readonly PartRange[];
}

/** From our own records alone: the key may not list its parts. */
export const findResumePoint = (
  record: TransferRecord,
  multipart: MultipartUpload,
): Result<ResumePoint, AppError> => {
  const recorded = record.parts();
  if (!recorded.ok) return recorded;
  const plan = planWithPartBytes(record.transfer.fingerprint.sizeBytes, multipart.partBytes);
  const ranges = Array.from({ length: plan.partCount }, (_, index) => partRange(plan, index + 1));
  const sizes = new Map(ranges.map((range) => [range.partNumber, range.sizeBytes]));
  const done = recorded.value.filter((part) => sizes.get(part.partNumber) === part.sizeBytes);
  const have = new Set(done.map((part) => part.partNumber));
  const missing = ranges.filter(({ partNumber }) => !have.has(partNumber));
  return ok({ multipart, plan, done, missing });
};

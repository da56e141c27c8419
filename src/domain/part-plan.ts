import type { AppErrorOf } from "./errors.ts";
import { fail, ok, type Result } from "./result.ts";

const mebibyte = 1024 * 1024;

// S3, "Multipart upload limits": parts of 5 MiB to 5 GiB (the last may be smaller), 10,000 of them, 5 TiB in all.
export const minPartBytes = 5 * mebibyte;
export const maxPartBytes = 5 * 1024 * mebibyte;
export const maxParts = 10_000;
export const maxObjectBytes = 5 * 1024 * 1024 * mebibyte;

/** Files up to this size, that of the smallest part, go in one put: a single part leaves nothing to go on with. */
export const maxSinglePutBytes = 5 * mebibyte;

/** Above this size the larger part saves more requests than its memory costs. */
const largeFileBytes = 1024 * mebibyte;
const largePartBytes = 8 * mebibyte;

/** One part of a file, by position. */
export interface PartRange {
  /** From 1. */
  readonly partNumber: number;
  readonly offset: number;
  readonly sizeBytes: number;
}

/** How a file is cut: every part has `partBytes` but the last. `partCount` 0 means one put. */
export interface PartPlan {
  readonly sizeBytes: number;
  readonly partBytes: number;
  readonly partCount: number;
}

/** Bytes a part for a file of this size: what is wanted, or whole MiB; and never more than `mostParts` parts. */
export const choosePartBytes = (
  sizeBytes: number,
  mostParts = maxParts,
  wantedBytes: number | null = null,
): number => {
  const usual = wantedBytes ?? (sizeBytes < largeFileBytes ? minPartBytes : largePartBytes);
  const needed = Math.ceil(sizeBytes / mostParts / mebibyte) * mebibyte;
  return Math.max(usual, needed);
};

/** How a file of this size is sent. FileTooLarge above 5 TiB, or what `mostParts` parts of 5 GiB hold. */
export const planParts = (
  path: string,
  sizeBytes: number,
  mostParts: number | null = null,
  wantedBytes: number | null = null,
): Result<PartPlan, AppErrorOf<"FileTooLarge">> => {
  const parts = Math.min(mostParts ?? maxParts, maxParts);
  const maxBytes = Math.min(maxObjectBytes, parts * maxPartBytes);
  if (sizeBytes > maxBytes) return fail({ code: "FileTooLarge", path, sizeBytes, maxBytes });
  if (sizeBytes <= maxSinglePutBytes) return ok({ sizeBytes, partBytes: sizeBytes, partCount: 0 });
  return ok(planWithPartBytes(sizeBytes, choosePartBytes(sizeBytes, parts, wantedBytes)));
};

/** The plan of an upload that was begun with this part size. */
export const planWithPartBytes = (sizeBytes: number, partBytes: number): PartPlan => ({
  sizeBytes,
  partBytes,
  partCount: Math.ceil(sizeBytes / partBytes),
});

/** Where part `partNumber` (from 1) lies in the file. */
export const partRange = (plan: PartPlan, partNumber: number): PartRange => {
  const offset = (partNumber - 1) * plan.partBytes;
  return { partNumber, offset, sizeBytes: Math.min(plan.partBytes, plan.sizeBytes - offset) };
};

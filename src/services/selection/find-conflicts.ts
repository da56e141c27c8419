import { nonEmpty } from "../../domain/non-empty.ts";
import type { Conflict, DeliveryPlan, PlannedFile } from "../../domain/delivery-plan.ts";
import type { AppError } from "../../domain/errors.ts";
import { compareKeys } from "../../domain/object-key.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { ListedObject, ObjectStore } from "../ports/object-store.ts";

export interface FindConflictsParams {
  readonly store: ObjectStore;
  readonly bucket: string;
  readonly plan: DeliveryPlan;
  readonly signal: AbortSignal;
}

/** Up to so many keys are asked for one by one, side by side. */
const fewKeys = 8;
/** S3 lists at most 1,000 keys a page. */
const pageKeys = 1000;

const toConflict = ({ path, key, fingerprint }: PlannedFile, theirs: ListedObject): Conflict => ({
  path,
  key,
  ours: { sizeBytes: fingerprint.sizeBytes, modifiedAtMs: fingerprint.mtimeMs },
  theirs: { sizeBytes: theirs.sizeBytes, modifiedAtMs: theirs.modifiedAtMs },
});

/** The key itself comes before every longer key that begins with it, so one listed key is enough. */
const askOne = async (
  { store, bucket, signal }: FindConflictsParams,
  file: PlannedFile,
): Promise<Result<Conflict | null, AppError>> => {
  const listed = await store.list({ bucket, prefix: file.key, maxKeys: 1, signal });
  if (!listed.ok) return listed;
  const first = listed.value[0];
  return ok(first?.key === file.key ? toConflict(file, first) : null);
};

const commonPrefix = (first: string, last: string): string => {
  const a = Array.from(first);
  const b = Array.from(last);
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared += 1;
  return a.slice(0, shared).join("");
};

/** A key right before `key`, so that a list after it begins with `key`, if there is one. */
const justBefore = (key: string): string => {
  const points = Array.from(key);
  const last = points.pop()?.codePointAt(0) ?? 0;
  const start = points.join("");
  // Below "!" the point before is a control character, which a store's XML could not repeat.
  if (last <= 0x21) return start;
  const before = last === 0xe000 ? 0xd7ff : last - 1;
  return `${start}${String.fromCodePoint(before)}\u{10FFFD}`;
};

/**
 * Reads the bucket and the plan side by side, both in key order. A page that ends before the next planned key
 * is followed by a jump to that key: not more pages than keys, nor than the bucket has.
 */
const askMany = async (
  { store, bucket, signal }: FindConflictsParams,
  files: readonly PlannedFile[],
): Promise<Result<readonly Conflict[], AppError>> => {
  const sorted = files.toSorted((a, b) => compareKeys(a.key, b.key));
  const prefix = commonPrefix(sorted[0]?.key ?? "", sorted.at(-1)?.key ?? "");
  const conflicts: Conflict[] = [];
  let next = 0;
  let after = "";
  for (let wanted = sorted[next]; wanted !== undefined; wanted = sorted[next]) {
    const before = justBefore(wanted.key);
    const startAfter = compareKeys(before, after) > 0 ? before : after;
    const page = await store.list({
      bucket,
      prefix,
      maxKeys: pageKeys,
      startAfter: nonEmpty(startAfter) ?? undefined,
      signal,
    });
    if (!page.ok) return fail(page.error);
    const byKey = new Map(page.value.map((object) => [object.key, object]));
    const isLastPage = page.value.length < pageKeys;
    const lastListed = page.value.at(-1)?.key ?? startAfter;
    for (let file = sorted[next]; file !== undefined; file = sorted[next]) {
      if (!isLastPage && compareKeys(file.key, lastListed) > 0) break;
      const theirs = byKey.get(file.key);
      if (theirs) conflicts.push(toConflict(file, theirs));
      next += 1;
    }
    after = lastListed;
  }
  return ok(conflicts);
};

/**
 * Which keys of a plan are taken, found with a right to list only. Fails with what the store answered
 * (AccessDenied without that right); a put that must be new stays the last guard. Aborting rejects.
 */
export const findConflicts = async (
  params: FindConflictsParams,
): Promise<Result<readonly Conflict[], AppError>> => {
  const { files } = params.plan;
  if (files.length > fewKeys) return askMany(params, files);
  const conflicts: Conflict[] = [];
  for (const answer of await Promise.all(files.map((file) => askOne(params, file)))) {
    if (!answer.ok) return answer;
    if (answer.value) conflicts.push(answer.value);
  }
  return ok(conflicts);
};

import type { Conflict, DeliveryPlan } from "../../domain/delivery-plan.ts";
import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { TakenKey } from "../ports/transfer-view.ts";
import type { ObjectStore } from "../ports/object-store.ts";
import { findObjects } from "../upload/find-objects.ts";

export interface FindConflictsParams {
  readonly store: Pick<ObjectStore, "list" | "abilities">;
  readonly bucket: string;
  readonly plan: DeliveryPlan;
  readonly signal: AbortSignal;
}

/** The keys that a plan's files are to have. */
export const plannedKeys = ({ files }: DeliveryPlan): readonly string[] =>
  files.map(({ key }) => key);

/** The files of a plan whose keys are taken, with both sides. */
export const toConflicts = (
  { files }: DeliveryPlan,
  taken: ReadonlyMap<string, Omit<TakenKey, "key">>,
): readonly Conflict[] => {
  const conflicts: Conflict[] = [];
  for (const { path, key, fingerprint } of files) {
    const theirs = taken.get(key);
    if (!theirs) continue;
    conflicts.push({
      path,
      key,
      ours: { sizeBytes: fingerprint.sizeBytes, modifiedAtMs: fingerprint.mtimeMs },
      theirs: { sizeBytes: theirs.sizeBytes, modifiedAtMs: theirs.modifiedAtMs },
    });
  }
  return conflicts;
};

/**
 * Which keys of a plan are taken, found with a right to list only. Fails with what the store answered
 * (AccessDenied without that right); a put that must be new stays the last guard. Aborting rejects.
 */
export const findConflicts = async ({
  plan,
  ...scope
}: FindConflictsParams): Promise<Result<readonly Conflict[], AppError>> => {
  const found = await findObjects(scope, plannedKeys(plan));
  return found.ok ? ok(toConflicts(plan, found.value)) : found;
};

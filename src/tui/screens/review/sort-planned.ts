import type {
  Conflict,
  DeliveredFile,
  DeliveryPlan,
  PlannedFile,
} from "../../../domain/delivery-plan.ts";
import { isSameFile, type PastDelivery } from "../../../domain/past-delivery.ts";

/** The files of a plan, by what there is to say of them. */
export interface SortedPlan {
  readonly conflicts: readonly Conflict[];
  readonly delivered: readonly DeliveredFile[];
  readonly free: readonly PlannedFile[];
}

/**
 * Sorts the files of a plan. Delivered already is what our own state database has with this size, time and key, unless
 * something else has its key by now: that is a conflict.
 */
export const sortPlanned = (
  plan: DeliveryPlan,
  conflicts: readonly Conflict[],
  past: readonly PastDelivery[],
): SortedPlan => {
  if (conflicts.length === 0 && past.length === 0)
    return { conflicts, delivered: [], free: plan.files };
  const taken = new Map(conflicts.map((conflict) => [conflict.path, conflict]));
  const before = new Map(past.map((one) => [one.path, one]));
  const delivered: DeliveredFile[] = [];
  const free: PlannedFile[] = [];
  for (const file of plan.files) {
    const conflict = taken.get(file.path) ?? null;
    const one = before.get(file.path);
    const isOurs =
      one !== undefined &&
      (one.key === file.key || one.askedKey === file.key) &&
      isSameFile(one, file.fingerprint) &&
      (conflict === null || conflict.theirs.sizeBytes === one.sizeBytes);
    if (isOurs) {
      delivered.push({ file, deliveredAtMs: one.deliveredAtMs, conflict });
      taken.delete(file.path);
    } else if (conflict === null) free.push(file);
  }
  return { conflicts: Array.from(taken.values()), delivered, free };
};

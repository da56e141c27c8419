import type { ActiveDestination } from "../../domain/active-destination.ts";
import type { Conflict, DeliveryPlan } from "../../domain/delivery-plan.ts";
import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { UploadQueue } from "../ports/upload-queue.ts";
import { plannedKeys, toConflicts } from "./find-conflicts.ts";

/** Who may hold secrets that this process would need the passphrase for. */
type Holder = Pick<UploadQueue, "findTaken">;

/** As `findConflicts`, asked by the queue; null: it lacks the secrets as well, or nobody answers. */
export const findConflictsByQueue = async (
  queue: Holder,
  plan: DeliveryPlan,
  { connection, destination }: ActiveDestination,
): Promise<Result<readonly Conflict[], AppError> | null> => {
  const place = { connection, bucket: destination.bucket };
  if (!(await holdsKeys(queue, place))) return null;
  const found = await queue.findTaken(place, plannedKeys(plan));
  if (!found.ok) return found;
  return ok(toConflicts(plan, new Map(found.value.map((taken) => [taken.key, taken]))));
};

/** True when the queue can read the keys of a connection. */
export const holdsKeys = async (
  queue: Holder,
  place: Parameters<Holder["findTaken"]>[0],
): Promise<boolean> => (await queue.findTaken(place, [])).ok;

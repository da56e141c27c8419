import { defaultRetryLimits } from "../../domain/retry.ts";
import type { TransferTarget } from "../../domain/transfer.ts";
import { createBufferPool, defaultBufferBudgetBytes } from "../upload/concurrency/buffer-pool.ts";
import {
  createConnectionSlots,
  defaultSlotBounds,
} from "../upload/concurrency/connection-slots.ts";
import { createRateLimiter } from "../upload/concurrency/rate-limiter.ts";
import { createStallWatch, defaultStallLimits } from "../upload/concurrency/stall-watch.ts";
import { KeyLookup } from "../upload/key-lookup.ts";
import type { UploadResources } from "../upload/upload-context.ts";
import { placeKey, type Place } from "./holds.ts";
import type { LocalQueueDeps } from "./queue-core.ts";
import type { QueueRow } from "./queue-row.ts";
import { sizeClass, type QueueState } from "./queue-state.ts";

/** Keys that are looked up together: ten pages, should all of them be taken. */
const maxUpcomingKeys = 10_000;

const isUpcoming = (row: QueueRow, { connection, bucket }: TransferTarget): boolean => {
  if (row.stateName !== "waiting" && row.stateName !== "uploading") return false;
  const { terms } = row;
  return (
    terms.conflict !== "replace" &&
    terms.bucket === bucket &&
    terms.connection === connection &&
    sizeClass(row) === "small"
  );
};

/** Keys of the small files that will be sent soon to the same bucket, in the order of the queue. */
const upcomingKeys = (state: QueueState, target: TransferTarget): readonly string[] => {
  const keys: string[] = [];
  for (const row of state.rows.values()) {
    if (keys.length === maxUpcomingKeys) break;
    if (isUpcoming(row, target)) keys.push(row.transfer.target.key);
  }
  return keys;
};

/** True while files for another place are to be sent. What goes to several places is a batch of old; it counts as other. */
const hasOtherWork = ({ batches }: QueueState, { connection, bucket }: Place): boolean =>
  [...batches.values()].some(
    (batch) =>
      (batch.connection !== connection || batch.bucket !== bucket) &&
      batch.tally.files.waiting + batch.tally.files.uploading > 0,
  );

/**
 * What the uploads to one place share. That one store has answered says nothing of another one: each has a connectivity
 * of its own.
 */
export const createResourcesFor = (
  resources: UploadResources,
  state: QueueState,
  holdsFiles: boolean,
): ((place: Place) => UploadResources) => {
  const known = new Map<string, UploadResources>();
  return (place) => {
    const key = placeKey(place.connection, place.bucket);
    const isHurried = () => holdsFiles && hasOtherWork(state, place);
    const connectivity = { hasResponded: false, isHurried };
    const found = known.get(key) ?? { ...resources, connectivity };
    known.set(key, found);
    return found;
  };
};

/** What all uploads of a queue share. */
export const createResources = (deps: LocalQueueDeps, state: QueueState): UploadResources => {
  const { files, clock, random, withSha256, limits = {} } = deps;
  const limiter = createRateLimiter(clock);
  return {
    files,
    clock,
    random,
    withSha256,
    slots: createConnectionSlots(
      clock,
      limits.slots ?? defaultSlotBounds,
      () => limiter.current(),
      deps.isProcessBusy,
    ),
    buffers: createBufferPool(limits.bufferBytes ?? defaultBufferBudgetBytes, clock),
    limiter,
    stalls: createStallWatch(clock, limits.stall ?? defaultStallLimits),
    keys: new KeyLookup(clock, (target) => upcomingKeys(state, target)),
    receiptsOf: (bucket, key) => deps.transfers.receiptsOf(bucket, key),
    retryLimits: limits.retry ?? defaultRetryLimits,
    connectivity: { hasResponded: false, isHurried: () => false },
  };
};

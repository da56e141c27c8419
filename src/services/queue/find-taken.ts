import type { AppError } from "../../domain/errors.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { TransferTarget } from "../../domain/transfer.ts";
import type { TakenKey } from "../ports/transfer-view.ts";
import { findObjects } from "../upload/find-objects.ts";
import type { QueueCore } from "./queue-core.ts";

/** See UploadQueue.findTaken. Ends with the queue. */
export const findTaken = async (
  { deps, stopSignal: signal }: QueueCore,
  place: Pick<TransferTarget, "connection" | "bucket">,
  keys: readonly string[],
): Promise<Result<readonly TakenKey[], AppError>> => {
  const store = await deps.storeFor(place, {});
  if (!store.ok) return store;
  try {
    const found = await findObjects({ store: store.value, bucket: place.bucket, signal }, keys);
    if (!found.ok) return found;
    const taken = [...found.value.values()];
    return ok(taken.map(({ key, sizeBytes, modifiedAtMs }) => ({ key, sizeBytes, modifiedAtMs })));
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
    return fail({ code: "WorkerUnavailable", why: "lost" });
  }
};

import type { AppError } from "../../domain/errors.ts";
import { mapConcurrently } from "../../domain/map-concurrently.ts";
import type { PartRange } from "../../domain/part-plan.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { PartRecord } from "../ports/transfer-store.ts";
import type { ResumePoint } from "./resume-point.ts";
import { sendPart, type PartsSource } from "./send-part.ts";
import type { UploadContext } from "./upload-context.ts";

/** More than connections could ever be given to one file; the slots decide how many run. */
const maxConcurrentParts = 64;

/**
 * Sends the missing parts, as many at once as there are slots, and gives all parts in order. The first failure stops
 * the others.
 */
export const uploadParts = async (
  context: UploadContext,
  source: PartsSource,
  point: ResumePoint,
): Promise<Result<readonly PartRecord[], AppError>> => {
  const parts = new Map(point.done.map((part) => [part.partNumber, part]));
  const stopper = new AbortController();
  const inner: UploadContext = {
    ...context,
    signal: AbortSignal.any([context.signal, stopper.signal]),
  };
  let failure: AppError | null = null;

  const sendNext = async (range: PartRange): Promise<void> => {
    const sent = await sendPart(inner, source, point.multipart, range);
    if (sent.ok) parts.set(range.partNumber, sent.value);
    else {
      failure ??= sent.error;
      stopper.abort();
    }
  };
  await mapConcurrently(point.missing, maxConcurrentParts, async (range): Promise<void> => {
    if (inner.signal.aborted) return;
    try {
      await sendNext(range);
    } catch (thrown) {
      // Another part failed and stopped this one, or the transfer was stopped: said below.
      if (!inner.signal.aborted) throw thrown;
    }
  });
  context.signal.throwIfAborted();
  if (failure) return { ok: false, error: failure };
  return ok([...parts.values()].toSorted((a, b) => a.partNumber - b.partNumber));
};

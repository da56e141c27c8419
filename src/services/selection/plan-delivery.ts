import path from "node:path";
import type { DeliveryPlan, PlannedFile, SkippedPath } from "../../domain/delivery-plan.ts";
import type { AppError } from "../../domain/errors.ts";
import { keyCollisions, objectKey } from "../../domain/object-key.ts";
import { maxObjectBytes } from "../../domain/part-plan.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { expandSelection, type ExpandParams, type FoundFile } from "./expand-selection.ts";

export interface PlanDeliveryParams extends ExpandParams {
  /** Of the destination: empty, or ending in "/". */
  readonly prefix: string;
  /** False: the file is left out, as if it was not there. */
  readonly wants?: ((file: FoundFile) => boolean) | undefined;
}

const separator = path.sep === "\\" ? "\\" : "/";

const planFile = (
  { path: at, baseFolder, fingerprint }: FoundFile,
  prefix: string,
): Result<PlannedFile, AppError> => {
  const { sizeBytes } = fingerprint;
  if (sizeBytes > maxObjectBytes) {
    return fail({ code: "FileTooLarge", path: at, sizeBytes, maxBytes: maxObjectBytes });
  }
  const key = objectKey({ path: at, baseFolder, prefix, separator });
  return key.ok ? ok({ path: at, key: key.value, fingerprint }) : key;
};

/** Of files that want the same key none is sent: which one the receiver should get is not ours to guess. */
const withoutCollisions = (
  files: readonly PlannedFile[],
): { readonly files: readonly PlannedFile[]; readonly skipped: readonly SkippedPath[] } => {
  const collisions = keyCollisions(files);
  if (collisions.length === 0) return { files, skipped: [] };
  const taken = new Set(collisions.map(({ key }) => key));
  return {
    files: files.filter(({ key }) => !taken.has(key)),
    skipped: collisions.flatMap((error) => error.paths.map((at) => ({ path: at, error }))),
  };
};

/**
 * What a selection would send: each file with its key, and each path that cannot be sent with the reason
 * (also KeyTooLong, FileTooLarge and KeyCollision). Sends nothing. Rejects with the reason of an abort.
 */
export const planDelivery = async (params: PlanDeliveryParams): Promise<DeliveryPlan> => {
  const planned: PlannedFile[] = [];
  const skipped: SkippedPath[] = [];
  for await (const batch of expandSelection(params)) {
    for (const found of batch) {
      if (!("fingerprint" in found)) {
        skipped.push(found);
        continue;
      }
      if (params.wants?.(found) === false) continue;
      const one = planFile(found, params.prefix);
      if (one.ok) planned.push(one.value);
      else skipped.push({ path: found.path, error: one.error });
    }
  }
  const apart = withoutCollisions(planned);
  return {
    files: apart.files,
    skipped: [...skipped, ...apart.skipped],
    totalBytes: apart.files.reduce((sum, { fingerprint }) => sum + fingerprint.sizeBytes, 0),
  };
};

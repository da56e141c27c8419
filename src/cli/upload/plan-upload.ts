import path from "node:path";
import type { DeliveryPlan } from "../../domain/delivery-plan.ts";
import type { AppError } from "../../domain/errors.ts";
import { maxKeyBytes, utf8Bytes } from "../../domain/object-key.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { planDelivery } from "../../services/selection/plan-delivery.ts";
import type { FileSource } from "../../services/ports/file-source.ts";
import type { UploadCommand } from "../upload-options.ts";
import type { UploadTarget } from "./upload-target.ts";

export interface PlanUploadParams {
  readonly files: FileSource;
  readonly command: UploadCommand;
  readonly target: UploadTarget;
  /** Relative paths begin here. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** The key that `--key` names below the prefix. Fails with KeyTooLong. */
export const namedKey = (
  prefix: string,
  name: string,
  source: string,
): Result<string, AppError> => {
  const key = prefix + name;
  const bytes = utf8Bytes(key);
  return bytes > maxKeyBytes ? fail({ code: "KeyTooLong", path: source, bytes }) : ok(key);
};

/** What would be sent: each file with its key, and each path that cannot be sent. Fails with InvalidInput, KeyTooLong. */
export const planUpload = async (
  params: PlanUploadParams,
): Promise<Result<DeliveryPlan, AppError>> => {
  const { files, command, target, folder, signal } = params;
  const selected = command.paths.map((one) => path.resolve(folder, one));
  const plan = await planDelivery({
    files,
    selected,
    prefix: target.prefix,
    followsLinks: command.followsLinks,
    signal,
  });
  const [only] = plan.files;
  if (command.key === null || !only) return ok(plan);
  if (only.path !== selected[0]) {
    const problem = "works with one file, but the path is a folder";
    return fail({ code: "InvalidInput", field: "key", problem });
  }
  const key = namedKey(target.prefix, command.key, only.path);
  return key.ok ? ok({ ...plan, files: [{ ...only, key: key.value }] }) : key;
};

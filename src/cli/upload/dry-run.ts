import type { DeliveryPlan } from "../../domain/delivery-plan.ts";
import { displayName } from "../../domain/display-name.ts";
import { formatBytes, formatCount } from "../../domain/format.ts";
import { findConflicts } from "../../services/browser/find-conflicts.ts";
import { errorLine } from "../../tui/words/error-words.ts";
import type { CommandContext } from "../command-context.ts";
import { exitCodes, type ExitCode } from "../../domain/exit-codes.ts";
import { sayError } from "../say-error.ts";
import type { StoreShelf } from "../store-shelf.ts";
import type { UploadTarget } from "./upload-target.ts";
import { toWireJson } from "../../domain/wire-json.ts";

export interface DryRunParams {
  readonly plan: DeliveryPlan;
  readonly target: UploadTarget;
  readonly shelf: StoreShelf;
  readonly isJson: boolean;
  readonly context: CommandContext;
}

/** `--dry-run`: what would be sent, which keys are taken, what cannot be sent. Sends nothing but lists. */
export const dryRun = async (params: DryRunParams): Promise<ExitCode> => {
  const { plan, target, shelf, isJson, context } = params;
  const { out, signal } = context;
  const store = await shelf.get(target.connection);
  if (!store.ok) return sayError(context, store.error);
  const { bucket } = target;
  const conflicts = await findConflicts({ store: store.value, bucket, plan, signal });
  if (!conflicts.ok) return sayError(context, conflicts.error);
  const taken = new Set(conflicts.value.map(({ key }) => key));
  for (const { path, key, fingerprint } of plan.files) {
    const { sizeBytes: bytes } = fingerprint;
    const isTaken = taken.has(key);
    const words = `${displayName(path)} → ${bucket}/${displayName(key)}  ${formatBytes(bytes)}`;
    const event = { event: "plan", path, bucket, key, bytes, exists: isTaken };
    out(isJson ? toWireJson(event) : `${words}${isTaken ? "  already exists" : ""}`);
  }
  for (const { path, error } of plan.skipped) {
    const event = { event: "plan", path, error: { ...error, message: errorLine(error) } };
    out(isJson ? toWireJson(event) : `cannot upload  ${displayName(path)}  ${errorLine(error)}`);
  }
  const { length: files } = plan.files;
  const sums = { files, bytes: plan.totalBytes, taken: taken.size, refused: plan.skipped.length };
  out(
    isJson
      ? toWireJson({ event: "summary", ...sums })
      : `${formatCount(files, "file")} (${formatBytes(plan.totalBytes)}), ${taken.size} already exist, ${plan.skipped.length} cannot be uploaded`,
  );
  return plan.skipped.length > 0 ? exitCodes.someFailed : exitCodes.done;
};

import type { PlannedFile } from "../../domain/delivery-plan.ts";
import { displayName } from "../../domain/display-name.ts";
import { formatBytes, formatCount, formatNumber } from "../../domain/format.ts";
import type { ConflictPolicy } from "../../domain/transfer.ts";
import { findConflicts } from "../../services/selection/find-conflicts.ts";
import { uploadWords } from "../../words/commands/upload.ts";
import { errorLine } from "../../words/errors/error-words.ts";
import type { CommandContext } from "../command-context.ts";
import { exitCodes, type ExitCode } from "../../domain/exit-codes.ts";
import { sayError } from "../say-error.ts";
import type { ObjectStoreCache } from "../../wiring/object-store-cache.ts";
import type { UploadCommand } from "../upload-options.ts";
import type { LeftOut } from "./left-out.ts";
import type { UploadTarget } from "./upload-target.ts";
import { jsonEvent } from "../json-event.ts";
import type { UploadPlan } from "./plan-upload.ts";

export interface DryRunParams {
  readonly plan: UploadPlan;
  readonly target: Pick<UploadTarget, "connection" | "bucket" | "options" | "elsewhere">;
  readonly storeCache: Pick<ObjectStoreCache, "get">;
  readonly command: Pick<UploadCommand, "conflict" | "isJson" | "says">;
  readonly context: CommandContext;
}

/** What `--conflict` does to a file whose key is taken. */
const takenWords: Readonly<Record<ConflictPolicy, string>> = {
  skip: "already exists, would be skipped",
  rename: "already exists, would be renamed",
  replace: "already exists, would be replaced",
};

interface Planned {
  readonly file: PlannedFile;
  readonly isTaken: boolean;
}

/** Files and bytes that an upload with this policy would send. */
const toUpload = (files: readonly Planned[], policy: ConflictPolicy) => {
  const sent = files.filter(({ isTaken }) => !isTaken || policy !== "skip");
  const bytes = sent.reduce((sum, { file }) => sum + file.fingerprint.sizeBytes, 0);
  return { files: sent.length, bytes };
};

interface Summed {
  readonly files: readonly Planned[];
  readonly refused: number;
  readonly policy: ConflictPolicy;
  readonly leftOut: LeftOut;
}

const summaryLine = ({ files, refused, policy, leftOut }: Summed) => {
  const upload = toUpload(files, policy);
  const taken = files.filter(({ isTaken }) => isTaken).length;
  const takenPart = `${formatNumber(taken)} ${takenWords[policy].replace("exists", taken === 1 ? "exists" : "exist")}`;
  return [
    `${formatCount(upload.files, "file")} (${formatBytes(upload.bytes)}) would be uploaded`,
    ...(taken === 0 ? [] : [takenPart]),
    ...(refused === 0 ? [] : [`${formatNumber(refused)} cannot be uploaded`]),
    ...uploadWords.leftOut(leftOut),
  ].join("; ");
};

/** `--dry-run`: what would be uploaded, which keys are taken, what cannot be uploaded. Sends nothing but lists. */
export const dryRun = async (params: DryRunParams): Promise<ExitCode> => {
  const { plan, target, storeCache, command, context } = params;
  const { conflict, isJson } = command;
  const { signal } = context;
  const isQuiet = command.says === "errors" && !isJson;
  const out = isQuiet ? () => undefined : context.out;
  const outError = isQuiet ? context.say : context.out;
  const store = await storeCache.get(target, target.options);
  if (!store.ok) return sayError(context, store.error);
  const { bucket } = target;
  const conflicts = await findConflicts({ store: store.value, bucket, plan, signal });
  if (!conflicts.ok) return sayError(context, conflicts.error);
  const taken = new Set(conflicts.value.map(({ key }) => key));
  const files = plan.files.map((file) => ({ file, isTaken: taken.has(file.key) }));
  for (const { file, isTaken } of files) {
    const { path, key, fingerprint } = file;
    const { sizeBytes: bytes } = fingerprint;
    const words = `${displayName(path)} → ${bucket}/${displayName(key)}  ${formatBytes(bytes)}`;
    const action = isTaken ? conflict : "upload";
    const event = { event: "plan", path, bucket, key, bytes, exists: isTaken, action };
    out(isJson ? jsonEvent(event) : `${words}${isTaken ? `  ${takenWords[conflict]}` : ""}`);
  }
  for (const { path, error } of plan.skipped) {
    const event = { event: "plan", path, error: { ...error, message: errorLine(error) } };
    outError(
      isJson ? jsonEvent(event) : `cannot upload  ${displayName(path)}  ${errorLine(error)}`,
    );
  }
  const refused = plan.skipped.length;
  if (isJson) {
    const whole = { files: files.length, bytes: plan.totalBytes, taken: taken.size, refused };
    const { leftOut, unmatched } = plan;
    const isAll = leftOut.filtered + leftOut.young === 0;
    const upload = toUpload(files, conflict);
    const host = target.elsewhere === null ? {} : { host: target.elsewhere };
    out(
      jsonEvent({
        event: "summary",
        ...whole,
        upload,
        ...(!isAll && { leftOut }),
        ...(unmatched.length > 0 && { unmatched }),
        ...host,
      }),
    );
  } else {
    out(summaryLine({ files, refused, policy: conflict, leftOut: plan.leftOut }));
    if (target.elsewhere !== null) out(uploadWords.destination(target.elsewhere));
  }
  return refused > 0 ? exitCodes.someFailed : exitCodes.done;
};

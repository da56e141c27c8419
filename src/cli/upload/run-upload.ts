import { toBatchId } from "../../domain/batch.ts";
import { addressOf } from "../../domain/destination-address.ts";
import { clearHost, isSentInClear } from "../../domain/loopback.ts";
import { uploadWords } from "../../words/commands/upload.ts";
import { queueWords } from "../../words/queue.ts";
import type { CommandContext } from "../command-context.ts";
import { composeQueue } from "../../wiring/local-queue.ts";
import { exitCodes, type ExitCode } from "../../domain/exit-codes.ts";
import { newId } from "../../wiring/new-id.ts";
import { openState } from "../open-state.ts";
import type { Platform } from "../../wiring/platform.ts";
import { sayError } from "../say-error.ts";
import type { UploadCommand } from "../upload-options.ts";
import type { UploadPlan } from "./plan-upload.ts";
import { sendPlan } from "./send-plan.ts";
import { sendStdin } from "./send-stdin.ts";
import { createUploadProgress } from "./upload-progress.ts";
import { createUploadReport, toUploadEnd } from "./upload-report.ts";
import { nothingLeftOut } from "./left-out.ts";
import { meantLog } from "../../wiring/find-log.ts";
import { findUploadLog, type UploadTarget } from "./upload-target.ts";
import { onTransferEnd } from "./on-transfer-end.ts";

export interface RunUploadParams {
  readonly platform: Platform;
  readonly target: UploadTarget;
  readonly command: UploadCommand;
  /** Null is standard input. */
  readonly plan: UploadPlan | null;
  readonly context: CommandContext;
}

type Note = (line: string) => void;

const warnOfPlainLog = async ({ platform, command, target }: RunUploadParams, note: Note) => {
  const settings = await platform.settings.load();
  const stored = settings.ok ? meantLog(settings.value, target.connection) : null;
  const url = command.logUrl ?? stored?.log.url ?? null;
  if (url === null || !isSentInClear(url)) return;
  note(uploadWords.tokenInClear(new URL(url).host));
};

const warnOfPlainStore = async ({ platform, target }: RunUploadParams, note: Note) => {
  const settings = await platform.settings.load();
  const connections = settings.ok ? settings.value.connections : [];
  const known = connections.find(({ name }) => name === target.connection);
  const stored = known ? addressOf(known, target.bucket).endpoint : null;
  const endpoint = target.ambient?.address.endpoint ?? stored;
  const host = clearHost(endpoint);
  if (host !== null) note(uploadWords.filesInClear(host));
};

/** Sends a plan or standard input with a queue of its own, prints each end and the sum; gives the exit code. */
export const runUpload = async (params: RunUploadParams): Promise<ExitCode> => {
  const { platform, target, command, plan, context } = params;
  const { out, say } = context;
  const opened = await openState(platform.paths.stateFile, context);
  if (!opened.ok) return sayError(context, opened.error);
  const note: Note = command.says === "errors" ? () => undefined : say;
  await warnOfPlainStore(params, note);
  await warnOfPlainLog(params, note);
  const batchId = toBatchId(platform.clock.nowMs(), newId());
  const report = createUploadReport({
    batchId,
    note: command.note,
    isJson: command.isJson,
    says: command.says,
    leftOut: plan?.leftOut ?? nothingLeftOut,
    unmatched: plan?.unmatched ?? [],
    elsewhere: target.elsewhere,
    out,
    say,
  });
  const progress = createUploadProgress(context, command);
  let endedFiles = 0;
  const ended = () => endedFiles;
  const transfers = onTransferEnd(opened.value, (results) => {
    endedFiles += results.length;
    progress.clear();
    report.endAll(results.map(toUploadEnd));
  });
  let isClockReported = false;
  const parts = composeQueue(platform, transfers, {
    ambient: target.ambient,
    findLog: findUploadLog(platform, command),
    withSha256: command.withSha256,
    holdsFiles: false,
    onClockSkew: (minutes) => {
      if (isClockReported) return;
      isClockReported = true;
      progress.clear();
      note(`Note: ${queueWords.clockOff(minutes)}.`);
    },
  });
  const facts = { platform, transfers, command, target, report, progress, ended, batchId, context };
  const send = { ...parts, ...facts, note };
  try {
    const isComplete = plan === null ? await sendStdin(send) : await sendPlan(send, plan);
    report.summary();
    // Said here, it need not be said again by the app.
    if (isComplete) transfers.batches.see([batchId]);
    return isComplete ? report.exitCode() : exitCodes.interrupted;
  } finally {
    await parts.storeCache.close();
    opened.value.close();
  }
};

import { isTokenExposed } from "../../services/adapters/http/http-log-sink.ts";
import type { DeliveryPlan } from "../../domain/delivery-plan.ts";
import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Command, CommandContext } from "../command-context.ts";
import { composeQueue } from "../compose.ts";
import { exitCodes, uploadExitCode, type ExitCode } from "../exit-codes.ts";
import { openState } from "../open-state.ts";
import { openPlatform, type Platform } from "../platform.ts";
import { sayError } from "../say-error.ts";
import { StoreShelf } from "../store-shelf.ts";
import { parseUpload, type UploadCommand } from "../upload-options.ts";
import { unlockSecrets } from "../unlock-secrets.ts";
import { dryRun } from "../upload/dry-run.ts";
import { planUpload } from "../upload/plan-upload.ts";
import { sendPlan } from "../upload/send-plan.ts";
import { sendStdin } from "../upload/send-stdin.ts";
import { createUploadProgress } from "../upload/upload-progress.ts";
import { createUploadReport, toUploadEnd } from "../upload/upload-report.ts";
import { findUploadLog, findUploadTarget, type UploadTarget } from "../upload/upload-target.ts";
import { watchEndings } from "../upload/watch-endings.ts";

/** What is known before anything is sent. */
interface Prepared {
  readonly platform: Platform;
  readonly target: UploadTarget;
}

const prepare = async (
  command: UploadCommand,
  context: CommandContext,
): Promise<Result<Prepared, AppError>> => {
  const platform = openPlatform(context.environment);
  const settings = await platform.settings.load();
  if (!settings.ok) return settings;
  const unlocked = await unlockSecrets(platform, context);
  if (!unlocked.ok) return unlocked;
  const target = await findUploadTarget(platform, settings.value, command);
  return target.ok ? ok({ platform, target: target.value }) : target;
};

const warnOfPlainLog = async (
  { platform }: Prepared,
  command: UploadCommand,
  say: CommandContext["say"],
): Promise<void> => {
  const settings = await platform.settings.load();
  const url = command.logUrl ?? (settings.ok ? settings.value.logUrl : null);
  if (url === null || !isTokenExposed(url)) return;
  say(`Note: the token of the log server travels unencrypted to ${new URL(url).host}.`);
};

const sendAll = async (
  prepared: Prepared,
  command: UploadCommand,
  plan: DeliveryPlan | null,
  context: CommandContext,
): Promise<ExitCode> => {
  const { platform, target } = prepared;
  const { out, say } = context;
  const opened = await openState(platform.paths.stateFile, context);
  if (!opened.ok) return sayError(context, opened.error);
  await warnOfPlainLog(prepared, command, say);
  const report = createUploadReport({ isJson: command.isJson, out, say });
  const progress = createUploadProgress(context);
  const ended = new Set<string>();
  const transfers = watchEndings(opened.value, (ending) => {
    ended.add(ending.transfer.id);
    progress.clear();
    report.end(toUploadEnd(ending));
  });
  const parts = composeQueue(platform, transfers, {
    ambient: target.ambient,
    findLog: findUploadLog(platform, command),
    withSha256: command.withSha256,
  });
  const send = { ...parts, platform, transfers, command, target, report, progress, ended, context };
  try {
    const isComplete = plan === null ? await sendStdin(send) : await sendPlan(send, plan);
    report.summary();
    if (!isComplete) return exitCodes.interrupted;
    return uploadExitCode(report.delivered, report.failures);
  } finally {
    await parts.shelf.close();
    opened.value.close();
  }
};

/** `upload`: sends files, folders or standard input, and says of each what became of it. */
export const upload: Command = async (line, context) => {
  const parsed = parseUpload(line);
  if (!parsed.ok) return sayError(context, parsed.error);
  const command = parsed.value;
  const prepared = await prepare(command, context);
  if (!prepared.ok) return sayError(context, prepared.error);
  const { platform, target } = prepared.value;
  if (command.paths[0] === "-") return sendAll(prepared.value, command, null, context);
  const { folder, signal } = context;
  const plan = await planUpload({ files: platform.files, command, target, folder, signal });
  if (!plan.ok) return sayError(context, plan.error);
  if (!command.isDryRun) return sendAll(prepared.value, command, plan.value, context);
  const shelf = new StoreShelf(platform.settings, platform.secrets, target.ambient);
  return dryRun({ plan: plan.value, target, shelf, isJson: command.isJson, context });
};

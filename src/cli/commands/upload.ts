import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Command, CommandContext } from "../command-context.ts";
import { keepHeapSmall } from "../../wiring/keep-heap-small.ts";
import { isClosedInput } from "../../wiring/open-stdin.ts";
import { openPlatform, type Platform } from "../../wiring/platform.ts";
import { sayError } from "../say-error.ts";
import { openStoreCache } from "../../wiring/local-queue.ts";
import { unlockSecrets } from "../unlock-secrets.ts";
import { dryRun } from "../upload/dry-run.ts";
import { planNotes } from "../upload/plan-notes.ts";
import { planUpload } from "../upload/plan-upload.ts";
import { readFileList } from "../upload/read-file-list.ts";
import { runUpload } from "../upload/run-upload.ts";
import { findUploadTarget, secretsToRead, type UploadTarget } from "../upload/upload-target.ts";
import { uploadWords } from "../../words/commands/upload.ts";
import { parseUpload, type UploadCommand } from "../upload-options.ts";

/** An empty object would say that something was delivered. */
const closedInput: AppError = {
  code: "InvalidInput",
  field: "path",
  problem: uploadWords.isClosed,
  given: { option: "Standard input", value: null, next: uploadWords.openInput },
};

/** Settings, an opened secret store, and where to send: before anything is looked at or sent. */
const findTarget = async (
  platform: Platform,
  command: UploadCommand,
  context: CommandContext,
): Promise<Result<UploadTarget, AppError>> => {
  const settings = await platform.settings.load();
  if (!settings.ok) return settings;
  const unlocked = await unlockSecrets(
    platform,
    context,
    secretsToRead(platform, settings.value, command),
  );
  if (!unlocked.ok) return unlocked;
  const target = await findUploadTarget(platform, settings.value, command);
  return target.ok ? ok(target.value) : target;
};

/** `upload`: sends files, folders or standard input, and says of each what became of it. */
export const upload: Command = async (line, context) => {
  const parsed = parseUpload(line);
  if (!parsed.ok) return sayError(context, parsed.error);
  const command = parsed.value;
  const { folder, signal, stdin } = context;
  if (command.paths[0] === "-" && isClosedInput(stdin)) return sayError(context, closedInput);
  const { filesFrom } = command.selection;
  const listed = filesFrom && (await readFileList({ list: filesFrom, folder, stdin }));
  if (listed?.ok === false) return sayError(context, listed.error);
  keepHeapSmall("uploads");
  const platform = openPlatform(context.environment);
  const found = await findTarget(platform, command, context);
  if (!found.ok) return sayError(context, found.error);
  const target = found.value;
  if (command.paths[0] === "-") {
    return runUpload({ platform, target, command, plan: null, context });
  }
  const plan = await planUpload({
    files: platform.files,
    command,
    target,
    listed: listed?.value ?? null,
    folder,
    nowMs: platform.clock.nowMs(),
    signal,
  });
  if (!plan.ok) return sayError(context, plan.error);
  const notes = planNotes({ plan: plan.value, command, listed: listed?.value ?? null });
  if (command.says !== "errors") for (const line of notes) context.say(line);
  if (!command.isDryRun) return runUpload({ platform, target, command, plan: plan.value, context });
  const storeCache = openStoreCache(platform, target.ambient);
  return dryRun({ plan: plan.value, target, storeCache, command, context });
};

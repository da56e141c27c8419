import { openFiles } from "../../domain/batch.ts";
import { displayName } from "../../domain/display-name.ts";
import type { AppError } from "../../domain/errors.ts";
import { formatCount } from "../../domain/format.ts";
import { isEnded } from "../../domain/transfer.ts";
import { errorLine } from "../../words/errors/error-words.ts";
import type { PlannedFile } from "../../domain/delivery-plan.ts";
import type {
  QueueSnapshot,
  TransferRequest,
  TransferView,
} from "../../services/ports/transfer-view.ts";
import { finishLog } from "./finish-log.ts";
import type { UploadPlan } from "./plan-upload.ts";
import type { SendContext } from "./send-context.ts";
import type { UploadEnd } from "./upload-report.ts";
import { uploadWords } from "../../words/commands/upload.ts";

/** Requests written to disk together. */
const batchFiles = 1_000;
/** Rows looked at for what to say while it runs; those under way come first. */
const watchedRows = 64;

const toRequest =
  ({ target, command, batchId }: SendContext, last: PlannedFile | undefined) =>
  (file: PlannedFile): TransferRequest => ({
    path: file.path,
    target: { connection: target.connection, bucket: target.bucket, key: file.key },
    conflict: command.conflict,
    options: target.options,
    fingerprint: file.fingerprint,
    batch: {
      id: batchId,
      note: command.note ?? undefined,
      logUrl: command.logUrl ?? undefined,
      isLast: file === last,
    },
  });

const endFailed = (
  { report, target: { bucket } }: SendContext,
  { path, key }: PlannedFile,
  error: AppError,
) => report.end({ path, target: { bucket, key }, state: "failed", receipt: null, error });

/** Queues some files; gives the paths that were refused: that has been said. */
const addSome = async (
  send: SendContext,
  files: readonly PlannedFile[],
  last: PlannedFile | undefined,
): Promise<readonly string[]> => {
  const added = await send.queue.add(files.map(toRequest(send, last)));
  return files.flatMap((file, index) => {
    const answer = added.ok ? added.value[index] : added;
    if (!answer || !("error" in answer)) return [];
    endFailed(send, file, answer.error);
    return file.path;
  });
};

/**
 * Queues the files of a plan, and takes them out of it; what is left there was not added before the person interrupted.
 * While some are put down, the queue asks about the next ones already. Gives the paths that were refused.
 */
const addAll = async (send: SendContext, { files }: UploadPlan): Promise<ReadonlySet<string>> => {
  const last = files.at(-1);
  const refused = new Set<string>();
  let adding: Promise<readonly string[]> = Promise.resolve([]);
  while (files.length > 0 && !send.context.signal.aborted) {
    const before = adding;
    adding = addSome(send, files.splice(0, batchFiles), last);
    for (const path of await before) refused.add(path);
  }
  for (const path of await adding) refused.add(path);
  return refused;
};

/** Says once for each transfer at which part it resumes, or once why it starts over. */
const createResumeNote = ({ note, progress }: SendContext) => {
  const told = new Set<string>();
  const say = (line: string) => {
    if (told.has(line)) return;
    told.add(line);
    progress.clear();
    note(line);
  };
  return ({ rows }: QueueSnapshot) => {
    for (const { path, resumedFromPart: part, partsTotal, restart } of rows) {
      const name = displayName(path);
      if (part !== null) say(uploadWords.resuming(part, partsTotal, name));
      if (restart) say(uploadWords.startingOver(name, errorLine(restart)));
    }
  };
};

/** Shows how the queue gets on; gives the function that looks a last time, and no more. */
const watch = (send: SendContext): (() => Promise<void>) => {
  const noteResume = createResumeNote(send);
  const take = () => send.queue.snapshot({ from: 0, count: watchedRows });
  const poll = async () => {
    const snapshot = await take();
    noteResume(snapshot);
    send.progress.show(snapshot);
  };
  const end = send.queue.subscribe(() => void poll()); // a snapshot of the own process never rejects
  return async () => {
    end();
    noteResume(await take());
  };
};

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

/** True for what neither ended in this run nor was refused from the start: it waits, or another process has it. */
const isOpen = ({ state, error, path }: TransferView, refused: ReadonlySet<string>): boolean =>
  !isEnded({ name: state }) || (error?.code === "TransferBusy" && !refused.has(path));

/** What has not ended: stopped by one trouble for all, by the person, or taken by another process. */
const reportOpen = async (
  send: SendContext,
  refused: ReadonlySet<string>,
  left: readonly PlannedFile[],
): Promise<number> => {
  const { totals, rowCount } = await send.queue.snapshot({ from: 0, count: 0 });
  const { files } = totals;
  // Nearly every upload ends here, and need not look at all of its rows. What another process has counts as failed.
  if (openFiles(files) + files.failed + left.length === 0) return 0;
  const { trouble, rows } = await send.queue.snapshot({ from: 0, count: rowCount });
  const open = rows.filter((row) => isOpen(row, refused));
  const report = (path: string, target: UploadEnd["target"], error: AppError | null) =>
    send.report.end({ path, target, state: "waiting", receipt: null, error });
  for (const { path, target, error } of open) report(path, target, error ?? trouble);
  for (const { path, key } of left) report(path, { bucket: send.target.bucket, key }, null);
  return open.length + left.length;
};

/**
 * Sends a plan through a queue of this process and reports each end. False when the person interrupted it: the
 * state is kept, and the same command resumes.
 */
export const sendPlan = async (send: SendContext, plan: UploadPlan): Promise<boolean> => {
  const { queue, command, context, report } = send;
  for (const { path, error } of plan.skipped) {
    report.end({ path, target: null, state: "failed", receipt: null, error });
  }
  await queue.limit(command.limitBytesPerSecond);
  queue.start();
  const stopWatching = watch(send);
  const refused = await addAll(send, plan);
  await Promise.race([queue.whenIdle(), untilAborted(context.signal)]);
  await stopWatching();
  send.progress.end();
  const isInterrupted = context.signal.aborted;
  if (!isInterrupted) await finishLog(send);
  await queue.stop();
  const left = await reportOpen(send, refused, plan.files);
  if (isInterrupted) {
    context.say(uploadWords.interrupted(formatCount(left, "file")));
  }
  return !isInterrupted;
};

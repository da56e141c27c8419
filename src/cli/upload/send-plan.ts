import type { DeliveryPlan } from "../../domain/delivery-plan.ts";
import { displayName } from "../../domain/display-name.ts";
import type { AppError } from "../../domain/errors.ts";
import { formatCount } from "../../domain/format.ts";
import { errorLine } from "../../words/errors/error-words.ts";
import type { PlannedFile } from "../../domain/delivery-plan.ts";
import type { QueueSnapshot, TransferRequest } from "../../services/ports/transfer-view.ts";
import { finishLog } from "./finish-log.ts";
import type { SendContext } from "./send-context.ts";
import { uploadWords } from "../../words/commands/upload.ts";

/** Requests written to disk together. */
const batchFiles = 1_000;
/** Rows looked at for what to say while it runs; those under way come first. */
const watchedRows = 64;

/** A transfer that was added, and has not been said to have ended. */
interface Open {
  readonly id: string;
  readonly file: PlannedFile;
}

interface Added {
  readonly open: readonly Open[];
  /** What was not added before the person interrupted. */
  readonly left: readonly PlannedFile[];
}

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

const addAll = async (send: SendContext, plan: DeliveryPlan): Promise<Added> => {
  const open: Open[] = [];
  for (let at = 0; at < plan.files.length; at += batchFiles) {
    if (send.context.signal.aborted) return { open, left: plan.files.slice(at) };
    const batch = plan.files.slice(at, at + batchFiles);
    const added = await send.queue.add(batch.map(toRequest(send, plan.files.at(-1))));
    batch.forEach((file, index) => {
      const answer = added.ok ? added.value[index] : null;
      if (!added.ok) endFailed(send, file, added.error);
      else if (answer && "error" in answer) endFailed(send, file, answer.error);
      else if (answer) open.push({ id: answer.id, file });
    });
  }
  return { open, left: [] };
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

/** What has not ended: stopped by one trouble for all, by the person, or taken by another process. */
const reportOpen = async (send: SendContext, { open, left }: Added): Promise<number> => {
  const unended = open.filter(({ id }) => !send.ended.has(id));
  // Nearly every upload ends here, and need not look at all of its rows.
  if (unended.length + left.length === 0) return 0;
  const { trouble, rows } = await send.queue.snapshot({ from: 0, count: open.length });
  const errors = new Map(rows.map(({ id, error }) => [id, error]));
  const { bucket } = send.target;
  const report = ({ path, key }: PlannedFile, error: AppError | null) =>
    send.report.end({ path, target: { bucket, key }, state: "waiting", receipt: null, error });
  for (const { id, file } of unended) report(file, errors.get(id) ?? trouble);
  for (const file of left) report(file, null);
  return unended.length + left.length;
};

/**
 * Sends a plan through a queue of this process and reports each end. False when the person interrupted it: the
 * state is kept, and the same command resumes.
 */
export const sendPlan = async (send: SendContext, plan: DeliveryPlan): Promise<boolean> => {
  const { queue, command, context, report } = send;
  for (const { path, error } of plan.skipped) {
    report.end({ path, target: null, state: "failed", receipt: null, error });
  }
  await queue.limit(command.limitBytesPerSecond);
  queue.start();
  const stopWatching = watch(send);
  const added = await addAll(send, plan);
  await Promise.race([queue.whenIdle(), untilAborted(context.signal)]);
  await stopWatching();
  send.progress.end();
  const isInterrupted = context.signal.aborted;
  if (!isInterrupted) await finishLog(send);
  await queue.stop();
  const left = await reportOpen(send, added);
  if (isInterrupted) {
    context.say(uploadWords.interrupted(formatCount(left, "file")));
  }
  return !isInterrupted;
};

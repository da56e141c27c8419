import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import { exitCodes, type ExitCode } from "../../domain/exit-codes.ts";
import type { QueueSnapshot } from "../../services/ports/transfer-view.ts";
import { attachToQueue, type AttachedQueue } from "../../wiring/attach-to-queue.ts";
import type { Environment } from "../../services/ports/environment.ts";
import { openStateIfThere } from "../../wiring/state-database.ts";
import type { Command, CommandContext } from "../command-context.ts";
import { sayError } from "../say-error.ts";
import {
  idleEvent,
  idleLines,
  statusEvents,
  statusLines,
  type StoredUploads,
} from "../status-lines.ts";
import { queueWords } from "../../words/queue.ts";
import { jsonEvent } from "../json-event.ts";

/** Rows asked for at a time, so that no answer is long. */
const pageRows = 1_000;
const states = ["waiting", "uploading", "paused"] as const;

const queueWindow = async (queue: AttachedQueue): Promise<QueueSnapshot> => {
  const first = await queue.snapshot({ from: 0, count: pageRows });
  const rows = [...first.rows];
  while (rows.length < first.rowCount) {
    const next = await queue.snapshot({ from: rows.length, count: pageRows });
    if (next.rows.length === 0) break;
    rows.push(...next.rows);
  }
  return { ...first, rows };
};

interface Wishes {
  readonly isJson: boolean;
  /** True: files that are delivered, too. JSON has always had them. */
  readonly isAll: boolean;
}

const storedUploads = async (
  environment: Environment,
): Promise<Result<StoredUploads, AppError>> => {
  // Asking for the status must not create a database.
  const opened = await openStateIfThere(environment);
  if (!opened.ok) return opened;
  if (opened.value === null)
    return ok({ unfinished: 0, elsewhere: 0, logWaiting: 0, logRefused: 0, transfers: [] });
  const all = opened.value.list(states);
  const unowned = opened.value.list(states, "nobody alive");
  const waiting = opened.value.outboxSize();
  const refused = opened.value.refusedOutcomes();
  opened.value.close();
  if (!waiting.ok) return waiting;
  if (!refused.ok) return refused;
  if (!all.ok) return all;
  if (!unowned.ok) return unowned;
  const unfinished = unowned.value.length;
  const elsewhere = all.value.length - unfinished;
  return ok({
    unfinished,
    elsewhere,
    logWaiting: waiting.value,
    logRefused: refused.value,
    transfers: all.value,
  });
};

const sayRunning = async (queue: AttachedQueue, wishes: Wishes, { out }: CommandContext) => {
  const { isJson, isAll } = wishes;
  const snapshot = await queueWindow(queue);
  const { pid, version } = queue.daemon ?? { pid: 0, version: "" };
  if (!isJson) statusLines(snapshot, isAll).forEach((line) => out(line));
  else for (const event of statusEvents(snapshot, { pid, version })) out(jsonEvent(event));
};

/** Puts back what the log server would not take; the queue that runs now, or the next one, sends it within a minute. */
const retryLog = async (isJson: boolean, context: CommandContext): Promise<ExitCode> => {
  const opened = await openStateIfThere(context.environment);
  if (!opened.ok) return sayError(context, opened.error);
  const retried = opened.value?.retryOutcomes() ?? ok(0);
  opened.value?.close();
  if (!retried.ok) return sayError(context, retried.error);
  const event = { event: "retryLog", messages: retried.value };
  context.out(isJson ? jsonEvent(event) : queueWords.logRetried(retried.value));
  return exitCodes.done;
};

/**
 * `status [--all|--json]`: what the daemon is sending now; starts nothing and changes nothing. With `--retry-log` it lets the
 * log server be asked again for what it has refused.
 */
export const status: Command = async (line, context) => {
  if (line.flags.has("retry-log")) return retryLog(line.flags.has("json"), context);
  const wishes = { isJson: line.flags.has("json"), isAll: line.flags.has("all") };
  const running = await attachToQueue(context.environment);
  if (!running.ok) return sayError(context, running.error);
  if (running.value) {
    await sayRunning(running.value, wishes, context);
    running.value.close();
    return exitCodes.done;
  }
  const stored = await storedUploads(context.environment);
  if (!stored.ok) return sayError(context, stored.error);
  if (wishes.isJson) context.out(jsonEvent(idleEvent(stored.value)));
  else idleLines(stored.value, wishes.isAll).forEach((line) => context.out(line));
  return exitCodes.done;
};

import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import { exitCodes } from "../../domain/exit-codes.ts";
import type { QueueSnapshot } from "../../services/ports/transfer-view.ts";
import { attachToQueue, type AttachedQueue } from "../../wiring/attach-to-queue.ts";
import type { Environment } from "../../services/ports/environment.ts";
import { openStateIfThere } from "../../wiring/state-database.ts";
import type { Command, CommandContext } from "../command-context.ts";
import { sayError } from "../say-error.ts";
import {
  idleEvent,
  idleLine,
  statusEvents,
  statusLines,
  type StoredUploads,
} from "../status-lines.ts";
import { toWireJson } from "../../domain/wire-json.ts";

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

const storedUploads = async (
  environment: Environment,
): Promise<Result<StoredUploads, AppError>> => {
  // Asking for the status must not create a database.
  const opened = await openStateIfThere(environment);
  if (!opened.ok) return opened;
  if (opened.value === null) return ok({ unfinished: 0, elsewhere: 0 });
  const all = opened.value.list(states);
  const unowned = opened.value.list(states, "nobody alive");
  opened.value.close();
  if (!all.ok) return all;
  if (!unowned.ok) return unowned;
  const unfinished = unowned.value.length;
  return ok({ unfinished, elsewhere: all.value.length - unfinished });
};

const sayRunning = async (queue: AttachedQueue, isJson: boolean, { out }: CommandContext) => {
  const snapshot = await queueWindow(queue);
  const { pid, version } = queue.daemon ?? { pid: 0, version: "" };
  if (!isJson) statusLines(snapshot).forEach(out);
  else for (const event of statusEvents(snapshot, { pid, version })) out(toWireJson(event));
};

/** `status [--json]`: what the daemon is sending now; starts nothing and changes nothing. */
export const status: Command = async (line, context) => {
  const isJson = line.flags.has("json");
  const running = await attachToQueue(context.environment);
  if (!running.ok) return sayError(context, running.error);
  if (running.value) {
    await sayRunning(running.value, isJson, context);
    running.value.close();
    return exitCodes.done;
  }
  const stored = await storedUploads(context.environment);
  if (!stored.ok) return sayError(context, stored.error);
  context.out(isJson ? toWireJson(idleEvent(stored.value)) : idleLine(stored.value));
  return exitCodes.done;
};

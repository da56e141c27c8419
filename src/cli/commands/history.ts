import type { CommandLine } from "../args.ts";
import type { Command, CommandContext } from "../command-context.ts";
import { exitCodes, type ExitCode } from "../../domain/exit-codes.ts";
import { openStateIfThere } from "../../wiring/state-database.ts";
import { receiptsCsv } from "../../words/receipts-csv.ts";
import { jsonEvent } from "../json-event.ts";
import { receiptEvent } from "../../words/receipt.ts";
import { receiptLine } from "../receipt-lines.ts";
import { sayError } from "../say-error.ts";
import { historyCommandWords } from "../../words/commands/history.ts";

const defaultCount = 50;

/** Midnight of this computer's time zone; null for what is no day, or one that has not been. */
const parseDay = (text: string): number | null => {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const at = new Date(Number(year), Number(month) - 1, Number(day));
  const isDay = at.getMonth() === Number(month) - 1 && at.getDate() === Number(day);
  return isDay && at.getTime() <= Date.now() ? at.getTime() : null;
};

const forgetBefore = async (
  text: string,
  isJson: boolean,
  context: CommandContext,
): Promise<ExitCode> => {
  const atMs = parseDay(text);
  if (atMs === null) {
    context.say(historyCommandWords.wrongDate(text));
    return exitCodes.usage;
  }
  const state = await openStateIfThere(context.environment);
  if (!state.ok) return sayError(context, state.error);
  const forgotten = state.value?.forgetBefore(atMs) ?? { ok: true, value: 0 };
  state.value?.close();
  if (!forgotten.ok) return sayError(context, forgotten.error);
  const event = { event: "forgotten", receipts: forgotten.value };
  context.out(isJson ? jsonEvent(event) : historyCommandWords.forgotten(forgotten.value));
  return exitCodes.done;
};

const list = async (line: CommandLine, context: CommandContext): Promise<ExitCode> => {
  const text = line.values.get("count") ?? String(defaultCount);
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    context.say(historyCommandWords.wrongCount(text));
    return exitCodes.usage;
  }
  const state = await openStateIfThere(context.environment);
  if (!state.ok) return sayError(context, state.error);
  const receipts = state.value?.receipts(Number(text)) ?? { ok: true, value: [] };
  state.value?.close();
  if (!receipts.ok) return sayError(context, receipts.error);
  const isJson = line.flags.has("json");
  if (line.flags.has("csv")) {
    for (const row of receiptsCsv(receipts.value)) context.out(row);
    return exitCodes.done;
  }
  for (const receipt of receipts.value) {
    context.out(isJson ? jsonEvent(receiptEvent(receipt)) : receiptLine(receipt));
  }
  if (receipts.value.length === 0 && !isJson) context.say(historyCommandWords.nothing);
  return exitCodes.done;
};

/**
 * `history [--json|--csv] [--count N]`: what was delivered from this computer, newest first. With `--forget-before` it makes
 * the state smaller instead.
 */
export const history: Command = async (line, context) => {
  const before = line.values.get("forget-before");
  return before === undefined
    ? list(line, context)
    : forgetBefore(before, line.flags.has("json"), context);
};

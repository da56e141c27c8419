import type { Command } from "../command-context.ts";
import { exitCodes } from "../../domain/exit-codes.ts";
import { openStateIfThere } from "../../wiring/state-database.ts";
import { toWireJson } from "../../domain/wire-json.ts";
import { receiptEvent } from "../../words/receipt.ts";
import { receiptLine } from "../receipt-lines.ts";
import { sayError } from "../say-error.ts";
import { historyCommandWords } from "../../words/commands/history.ts";

const defaultCount = 50;

/** `history [--json] [--count N]`: what was delivered from this computer, newest first. */
export const history: Command = async (line, context) => {
  const text = line.values.get("count") ?? String(defaultCount);
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    context.say(historyCommandWords.wrongCount);
    return exitCodes.usage;
  }
  const state = await openStateIfThere(context.environment);
  if (!state.ok) return sayError(context, state.error);
  const receipts = state.value?.receipts(Number(text)) ?? { ok: true, value: [] };
  state.value?.close();
  if (!receipts.ok) return sayError(context, receipts.error);
  const isJson = line.flags.has("json");
  for (const receipt of receipts.value) {
    context.out(isJson ? toWireJson(receiptEvent(receipt)) : receiptLine(receipt));
  }
  if (receipts.value.length === 0 && !isJson) context.say(historyCommandWords.nothing);
  return exitCodes.done;
};

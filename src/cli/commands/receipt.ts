import type { Command } from "../command-context.ts";
import { exitCodes } from "../../domain/exit-codes.ts";
import { openStateIfThere } from "../../wiring/state-database.ts";
import { toWireJson } from "../../domain/wire-json.ts";
import { receiptEvent, receiptText } from "../../words/receipt.ts";
import { sayError } from "../say-error.ts";
import { historyCommandWords } from "../../words/commands/history.ts";

/** `receipt ID [--json]`: the proof of one delivery. */
export const receipt: Command = async (line, context) => {
  const id = line.paths_[0] ?? "";
  const state = await openStateIfThere(context.environment);
  if (!state.ok) return sayError(context, state.error);
  const found = state.value?.receipt(id) ?? { ok: true, value: null };
  state.value?.close();
  if (!found.ok) return sayError(context, found.error);
  if (found.value === null) {
    context.say(historyCommandWords.noReceipt);
    return exitCodes.someFailed;
  }
  context.out(
    line.flags.has("json") ? toWireJson(receiptEvent(found.value)) : receiptText(found.value),
  );
  return exitCodes.done;
};

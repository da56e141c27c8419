import type { Command } from "../command-context.ts";
import { exitCodes } from "../../domain/exit-codes.ts";
import { openStateIfThere } from "../../wiring/state-database.ts";
import { batchReceiptEvent, batchReceiptText } from "../../words/batch-receipt.ts";
import { jsonEvent } from "../json-event.ts";
import { receiptEvent, receiptText } from "../../words/receipt.ts";
import { sayError } from "../say-error.ts";
import { historyCommandWords } from "../../words/commands/history.ts";

/** `receipt ID [--json]`: the proof of one delivery, or one for all of a batch. */
export const receipt: Command = async (line, context) => {
  const id = line.paths_[0] ?? "";
  const state = await openStateIfThere(context.environment);
  if (!state.ok) return sayError(context, state.error);
  const found = state.value?.receipt(id) ?? { ok: true, value: null };
  const batch = state.value?.batches.receipts(id) ?? { ok: true, value: [] };
  const record = state.value?.batches.find(id) ?? { ok: true, value: null };
  state.value?.close();
  if (batch.ok && batch.value.length > 0) {
    const note = record.ok ? (record.value?.note ?? null) : null;
    context.out(
      line.flags.has("json")
        ? jsonEvent(batchReceiptEvent(id, batch.value, note))
        : batchReceiptText(id, batch.value, note),
    );
    return exitCodes.done;
  }
  if (!found.ok) return sayError(context, found.error);
  if (found.value === null) {
    context.say(historyCommandWords.noReceipt);
    return exitCodes.someFailed;
  }
  context.out(
    line.flags.has("json") ? jsonEvent(receiptEvent(found.value)) : receiptText(found.value),
  );
  return exitCodes.done;
};

import type { Receipt } from "../../../domain/receipt.ts";
import { batchReceiptEvent, batchReceiptText } from "../../../words/batch-receipt.ts";
import { batchWords } from "../../../words/batch.ts";
import { errorLine } from "../../../words/errors/error-words.ts";
import { receiptWords } from "../../../words/history.ts";
import { receiptsCsv } from "../../../words/receipts-csv.ts";
import type { ScreenProps } from "../screen-props.ts";

/** How one receipt for all of a batch is written. */
export type ReceiptForm = "txt" | "json" | "csv";

const writers: Readonly<
  Record<ReceiptForm, (batchId: string, receipts: readonly Receipt[]) => string>
> = {
  txt: batchReceiptText,
  json: (batchId, receipts) => `${JSON.stringify(batchReceiptEvent(batchId, receipts), null, 2)}\n`,
  csv: (_, receipts) => `${receiptsCsv(receipts).join("\r\n")}\r\n`,
};

/** Saves one receipt for all that the batch has delivered; says where it is. */
export const saveBatchReceipt = async (
  { services, say }: Pick<ScreenProps, "services" | "say">,
  batchId: string,
  form: ReceiptForm,
): Promise<void> => {
  const receipts = await services.batchReceipts(batchId);
  if (!receipts.ok) return say(errorLine(receipts.error));
  const count = receipts.value.length;
  if (count === 0) return say(batchWords.noReceipt);
  const name = `receipt-${count}-files-${batchId.slice(0, 13)}.${form}`;
  const saved = await services.saveText(name, writers[form](batchId, receipts.value));
  return say(saved.ok ? receiptWords.saved(saved.value) : errorLine(saved.error));
};

import type { UploadQueue } from "../../services/ports/upload-queue.ts";
import type { BatchView, QueueSnapshot } from "../../services/ports/transfer-view.ts";
import { batchWords } from "../../words/batch.ts";
import type { PlainTerminal } from "./plain-terminal.ts";

const sayBatch = (terminal: PlainTerminal, batch: BatchView): void => {
  const { arrived, arrivedHow, missing, told } = batchWords;
  const lines = [arrived(batch), arrivedHow(batch), missing(batch), told(batch, Date.now())];
  for (const line of lines) if (line !== null) terminal.say(`${line}.`);
};

/** Says how each batch has ended whose end nobody has heard, the oldest first. False: there was none. */
export const sayEndedBatches = async (
  terminal: PlainTerminal,
  queue: UploadQueue,
  { batches = [] }: QueueSnapshot,
): Promise<boolean> => {
  const ended = batches.filter(({ closedAtMs, isSeen }) => closedAtMs !== null && !isSeen);
  for (const batch of ended.toReversed()) sayBatch(terminal, batch);
  if (ended.length > 0) await queue.seeBatches(ended.map(({ id }) => id));
  return ended.length > 0;
};

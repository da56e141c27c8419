import { openFiles } from "../../domain/batch.ts";
import { filesAtWork } from "../files-at-work.ts";
import type { UploadQueue } from "../../services/ports/upload-queue.ts";
import type { QueueTotals } from "../../services/ports/transfer-view.ts";
import { useQueueTotals, type QueueAsWhole } from "./use-queue-totals.ts";

/** What is shown of the queue where the queue itself is not: on its tab, and in the terminal's title. */
export interface QueueWork {
  /** Files on their way, or waiting for it. */
  readonly files: number;
  /** Those, and the paused ones: none of them has been sent. */
  readonly open: number;
  /** Whole per cent of all bytes, at most 99; null when there is nothing to do. */
  readonly percent: number | null;
}

const noWork: QueueWork = { files: 0, open: 0, percent: null };

const workOf = (totals: QueueTotals): QueueWork => {
  const files = filesAtWork(totals);
  const open = openFiles(totals.files);
  if (files === 0 || totals.totalBytes === 0) return { files, open, percent: null };
  const percent = Math.floor((totals.ackedBytes / totals.totalBytes) * 100);
  return { files, open, percent: Math.min(99, percent) };
};

const nextWork = ({ totals }: QueueAsWhole, last: QueueWork): QueueWork => {
  const next = workOf(totals);
  const isSame =
    last.files === next.files && last.open === next.open && last.percent === next.percent;
  return isSame ? last : next;
};

/**
 * The queue's work, followed as it changes; none until it answers. The same object while it stays the same: four times a
 * second nothing is drawn anew.
 */
export const useQueueWork = (queue: UploadQueue): QueueWork =>
  useQueueTotals(queue, noWork, nextWork);

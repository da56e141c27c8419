import type { QueueTotals } from "../services/ports/transfer-view.ts";

/** How many files are on their way or wait for it. */
export const filesAtWork = ({ files }: QueueTotals): number => files.uploading + files.waiting;

import type { UploadQueue } from "../../../services/ports/upload-queue.ts";
import type { TransferView } from "../../../services/ports/transfer-view.ts";

/** Which of the failed files may go to another destination together. */
export interface FailedGroup {
  readonly kind: "one" | "same error" | "same batch";
  readonly views: readonly TransferView[];
}

const rowsAtOnce = 1_000;

/** All that failed: they stand first in the queue. */
export const findFailed = async (queue: UploadQueue): Promise<readonly TransferView[]> => {
  const failed: TransferView[] = [];
  for (;;) {
    const { rows } = await queue.snapshot({ from: failed.length, count: rowsAtOnce });
    const more = rows.filter(({ state }) => state === "failed");
    failed.push(...more);
    if (more.length < rowsAtOnce) return failed;
  }
};

/** The file alone; those that failed alike, of the same destination; those of its batch. Each only where it is more. */
export const failedGroups = (
  view: TransferView,
  failed: readonly TransferView[],
): readonly FailedGroup[] => {
  const alike = failed.filter(
    ({ error, target }) =>
      error?.code === view.error?.code &&
      target.connection === view.target.connection &&
      target.bucket === view.target.bucket,
  );
  const ofBatch = failed.filter(({ batchId }) => batchId !== undefined && batchId === view.batchId);
  const isSame = alike.length === ofBatch.length && alike.every((one) => ofBatch.includes(one));
  return [
    { kind: "one", views: [view] },
    ...(alike.length > 1 ? [{ kind: "same error", views: alike } as const] : []),
    ...(ofBatch.length > 1 && !isSame ? [{ kind: "same batch", views: ofBatch } as const] : []),
  ];
};

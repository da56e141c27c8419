import { ok } from "../../../src/domain/result.ts";
import {
  queueCommands,
  type QueueAnswer,
  type QueueArguments,
  type QueueCommandName,
  type UploadQueue,
} from "../../../src/services/ports/upload-queue.ts";
import { createQueueProxy } from "../../../src/services/ports/queue-proxy.ts";
import {
  noFiles,
  type QueueSnapshot,
  type QueueTotals,
  type TransferView,
} from "../../../src/services/ports/transfer-view.ts";

/** A row of the queue, changed as the test needs it. */
export const someView = (changes: Partial<TransferView> = {}): TransferView => ({
  id: "t1",
  path: "/data/report.pdf",
  target: { connection: "acme", bucket: "acme-inbox", key: "november/report.pdf" },
  state: "uploading",
  sizeBytes: 12 * 1024 ** 2,
  ackedBytes: 0,
  partsDone: 0,
  partsTotal: 12,
  rateBytesPerSecond: null,
  isVerifying: false,
  retry: null,
  resumedFromPart: null,
  error: null,
  receiptId: null,
  sha256: null,
  verified: null,
  ...changes,
});

/** A whole queue of these rows. */
export const someSnapshot = (
  rows: readonly TransferView[],
  changes: Partial<Omit<QueueSnapshot, "totals">> & { readonly totals?: Partial<QueueTotals> } = {},
): QueueSnapshot => {
  const files = { ...noFiles };
  for (const { state } of rows) files[state] += 1;
  const sum = (each: (view: TransferView) => number) =>
    rows.reduce((total, view) => total + each(view), 0);
  return {
    rows,
    from: 0,
    rowCount: rows.length,
    limitBytesPerSecond: null,
    log: { waiting: 0, trouble: null },
    trouble: null,
    ...changes,
    totals: {
      files,
      totalBytes: sum(({ sizeBytes }) => sizeBytes),
      ackedBytes: sum(({ ackedBytes }) => ackedBytes),
      rateBytesPerSecond: null,
      secondsLeft: null,
      stalledForMs: null,
      ...changes.totals,
    },
  };
};

/** A queue that stands as it was given, or told anew, and notes what it is asked for. */
export const createStillQueue = (given: QueueSnapshot) => {
  let snapshot = given;
  const listeners = new Set<() => void>();
  const asked: (readonly [string, ...unknown[]])[] = [];
  const noted = createQueueProxy(
    async <N extends QueueCommandName>(
      name: N,
      given: QueueArguments<N>,
    ): Promise<QueueAnswer<N>> => {
      asked.push([name, ...given]);
      const { isAnswer } = queueCommands[name];
      const nothing: unknown = undefined;
      if (!isAnswer(nothing)) throw new Error(`the still queue has no answer to "${name}"`);
      return nothing;
    },
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  );
  const queue: UploadQueue = {
    ...noted,
    add: async (requests) => {
      asked.push(["add", requests]);
      return ok(requests.map(({ path }, index) => ({ path, id: `new${index}`, isResumed: false })));
    },
    snapshot: async ({ from, count }) => ({
      ...snapshot,
      from,
      rows: snapshot.rows.slice(from, from + count),
    }),
  };
  /** The queue has become another one, and says so. */
  const become = (next: QueueSnapshot): void => {
    snapshot = next;
    for (const listener of listeners) listener();
  };
  return { queue, asked, become };
};

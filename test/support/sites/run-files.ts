import { randomUUID } from "node:crypto";
import { ok } from "../../../src/domain/result.ts";
import type { ConflictPolicy } from "../../../src/domain/transfer.ts";
import { createDiskFileSource } from "../../../src/services/adapters/disk/disk-file-source.ts";
import { openTransferStore } from "../../../src/services/adapters/disk/sqlite-transfer-store.ts";
import { createSystemClock } from "../../../src/services/adapters/disk/system-clock.ts";
import { createNullLogSink } from "../../../src/services/log/null-log-sink.ts";
import type { ObjectStore } from "../../../src/services/ports/object-store.ts";
import type { StoreMemory } from "../../../src/services/ports/store-memory.ts";
import type { TransferRequest, TransferView } from "../../../src/services/ports/transfer-view.ts";
import type { QueueLimits } from "../../../src/services/queue/queue-core.ts";
import { LocalQueue } from "../../../src/services/queue/local-queue.ts";
import { valueOf } from "../values/value-of.ts";

export interface RunOptions {
  readonly limits?: Partial<QueueLimits>;
  readonly withSha256?: boolean;
  /** Pages of the state database before the disk is "full". */
  readonly maxPages?: number;
  /** Runs as soon as the files are queued. */
  readonly meanwhile?: (queue: LocalQueue) => Promise<void>;
  /** In [0, 1), for the waits between attempts; default random. */
  readonly random?: () => number;
}

/** What became of the files of a run. */
export interface RunResult {
  readonly rows: readonly TransferView[];
  readonly trouble: string | null;
}

/** Where files come from and go to. */
export interface RunPlace {
  /** With what earlier runs have learned of it. */
  openStore(memory: StoreMemory): ObjectStore;
  readonly bucket: string;
  readonly stateFile: string;
  pathOf(name: string): string;
}

/** Waits so short that faults cost a test no time; the patience stays. */
const quick: Partial<QueueLimits> = {
  retry: { firstAttempts: 6, attempts: 12, baseMs: 5, capMs: 60 },
};

/** Queues the files, waits until nothing can go on, stops, closes state and store, and gives the rows. */
export const runFiles = async (
  { openStore, bucket, stateFile, pathOf }: RunPlace,
  names: readonly string[],
  options: RunOptions = {},
  conflict: ConflictPolicy = "skip",
): Promise<RunResult> => {
  const { limits = {}, withSha256 = true, maxPages } = options;
  const transfers = valueOf(
    openTransferStore(stateFile, maxPages === undefined ? {} : { maxPages }),
  );
  const store = openStore(transfers.stores);
  const queue = new LocalQueue({
    storeFor: async () => ok(store),
    transfers,
    files: createDiskFileSource(),
    logSinkFor: createNullLogSink,
    clock: createSystemClock(),
    random: options.random ?? Math.random,
    newId: randomUUID,
    sender: "tester@here",
    withSha256,
    limits: { ...quick, ...limits },
  });
  const requests: readonly TransferRequest[] = names.map((name) => ({
    path: pathOf(name),
    target: { connection: "test", bucket, key: name },
    conflict,
    options: {},
  }));
  queue.start();
  valueOf(await queue.add(requests));
  await options.meanwhile?.(queue);
  await queue.whenIdle();
  const { rows, trouble } = await queue.snapshot({ from: 0, count: names.length + 10 });
  await queue.stop();
  store.close();
  transfers.close();
  return { rows, trouble: trouble?.code ?? null };
};

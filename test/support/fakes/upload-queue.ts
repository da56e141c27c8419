import { randomUUID } from "node:crypto";
import { ok } from "../../../src/domain/result.ts";
import type { ConflictPolicy } from "../../../src/domain/transfer.ts";
import { createSystemClock } from "../../../src/services/adapters/disk/system-clock.ts";
import { createNullLogSink } from "../../../src/services/log/null-log-sink.ts";
import type { LocalQueueDeps } from "../../../src/services/queue/queue-core.ts";
import type { TransferRequest, TransferView } from "../../../src/services/ports/transfer-view.ts";
import { LocalQueue } from "../../../src/services/queue/local-queue.ts";
import { createMemoryFileSource } from "./memory-file-source.ts";
import { createMemoryObjectStore } from "./memory-object-store.ts";
import { createMemoryTransferStore } from "./memory-transfer-store.ts";
import { valueOf } from "../values/value-of.ts";

/** Quick retries, so that a test of them takes no time. */
export const quickRetries = { firstAttempts: 4, attempts: 8, baseMs: 1, capMs: 5 };

/** A request for the file at `path` to the key of the same name. */
export const requestFor = (path: string, conflict: ConflictPolicy = "skip"): TransferRequest => ({
  path,
  target: { connection: "acme", bucket: "inbox", key: path.replace(/^\//, "") },
  conflict,
  options: {},
});

/** A queue over memory, and everything around it that a test may turn. */
export const createTestQueue = (changes: Partial<LocalQueueDeps> = {}) => {
  const files = createMemoryFileSource();
  const store = createMemoryObjectStore();
  const transfers = createMemoryTransferStore();
  const deps: LocalQueueDeps = {
    storeFor: async () => ok(store),
    transfers,
    files,
    logSinkFor: createNullLogSink,
    clock: createSystemClock(),
    random: Math.random,
    newId: randomUUID,
    sender: "me@here",
    withSha256: true,
    limits: { retry: quickRetries },
    ...changes,
  };
  const queue = new LocalQueue(deps);
  const rows = async (): Promise<readonly TransferView[]> =>
    (await queue.snapshot({ from: 0, count: 1_000 })).rows;
  return {
    queue,
    files,
    store,
    transfers: deps.transfers,
    deps,
    rows,
    /** Adds files and waits until the queue has nothing to do. */
    sendAll: async (...requests: readonly TransferRequest[]): Promise<readonly TransferView[]> => {
      queue.start();
      valueOf(await queue.add(requests));
      await queue.whenIdle();
      return rows();
    },
  };
};

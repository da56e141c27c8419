import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BucketOptions } from "../../../src/demo/s3/buckets.ts";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { ok } from "../../../src/domain/result.ts";
import type { ConflictPolicy } from "../../../src/domain/transfer.ts";
import { createDiskFileSource } from "../../../src/services/adapters/disk/disk-file-source.ts";
import { openTransferStore } from "../../../src/services/adapters/disk/sqlite-transfer-store.ts";
import { createSystemClock } from "../../../src/services/adapters/disk/system-clock.ts";
import { createS3ObjectStore } from "../../../src/services/adapters/s3/s3-object-store.ts";
import { createNullLogSink } from "../../../src/services/log/null-log-sink.ts";
import type { TransferRequest, TransferView } from "../../../src/services/ports/transfer-view.ts";
import type { QueueLimits } from "../../../src/services/queue/queue-core.ts";
import { LocalQueue } from "../../../src/services/queue/local-queue.ts";
import { sha256Of } from "../values/bytes.ts";
import { sender } from "../values/s3-people.ts";
import { bucket, region } from "./stand-in-store.ts";
import { valueOf } from "../values/value-of.ts";

export interface RunOptions {
  readonly limits?: Partial<QueueLimits>;
  readonly withSha256?: boolean;
  /** Pages of the state database before the disk is "full". */
  readonly maxPages?: number;
  /** Runs as soon as the files are queued. */
  readonly meanwhile?: (queue: LocalQueue) => Promise<void>;
  /** Name of the store's machine; default its address. */
  readonly host?: string;
  /** In [0, 1), for the waits between attempts; default random. */
  readonly random?: () => number;
  /** Silence of a connection before its request fails. */
  readonly idleTimeoutMs?: number;
}

/** A sender's folder, its state database on disk, and an S3 that checks signatures: everything real but the network. */
export interface RealPlace {
  readonly s3: S3StandIn;
  readonly stateFile: string;
  /** Writes a file and gives its path. */
  write(name: string, bytes: Uint8Array): Promise<string>;
  pathOf(name: string): string;
  /** Queues the files, waits until nothing can go on, stops, closes everything, and gives the rows. */
  run(
    names: readonly string[],
    options?: RunOptions,
    conflict?: ConflictPolicy,
  ): Promise<{ readonly rows: readonly TransferView[]; readonly trouble: string | null }>;
  /** Asserts by throwing: each object equals its file, or is absent. Gives the names of those present. */
  identicalOrAbsent(names: readonly string[]): Promise<readonly string[]>;
  /** Parts that the store acknowledged, as "key number". */
  ackedParts(): readonly string[];
  close(): Promise<void>;
}

/** Waits so short that faults cost a test no time; the patience stays. */
const quick: Partial<QueueLimits> = {
  retry: { firstAttempts: 6, attempts: 12, baseMs: 5, capMs: 60 },
};

export const createRealPlace = async (
  bucketOptions: Partial<BucketOptions> = {},
): Promise<RealPlace> => {
  const root = await mkdtemp(path.join(tmpdir(), "s3-sftp-faults-"));
  const stateFile = path.join(root, "state", "state.db");
  const s3 = await startS3StandIn({
    users: [sender(bucket)],
    buckets: [{ name: bucket, region, ...bucketOptions }],
  });
  const pathOf = (name: string) => path.join(root, name);

  const run: RealPlace["run"] = async (names, options = {}, conflict = "skip") => {
    const { limits = {}, withSha256 = true, maxPages, idleTimeoutMs, host = "127.0.0.1" } = options;
    const store = createS3ObjectStore({
      address: { region, endpoint: s3.endpoint.replace("127.0.0.1", host) },
      credentials: sender(bucket),
      ...(idleTimeoutMs !== undefined && { idleTimeoutMs }),
    });
    const transfers = valueOf(
      openTransferStore(stateFile, maxPages === undefined ? {} : { maxPages }),
    );
    const queue = new LocalQueue({
      storeFor: async () => ok(store),
      transfers,
      files: createDiskFileSource(),
      logSink: createNullLogSink(),
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

  return {
    s3,
    stateFile,
    pathOf,
    run,
    write: async (name, bytes) => {
      await writeFile(pathOf(name), bytes);
      return pathOf(name);
    },
    identicalOrAbsent: async (names) => {
      const present: string[] = [];
      for (const name of names) {
        const held = await s3.sha256(bucket, name);
        if (held === null) continue;
        if (held !== sha256Of(await readFile(pathOf(name)))) throw new Error(`${name} differs`);
        present.push(name);
      }
      return present;
    },
    ackedParts: () =>
      s3.log
        .filter(({ operation, status }) => operation === "UploadPart" && status === 200)
        .map(({ key, partNumber }) => `${key} ${partNumber}`),
    close: async () => {
      await s3.close();
      await rm(root, { recursive: true, force: true });
    },
  };
};

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BucketOptions } from "../../../src/demo/s3/buckets.ts";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import type { ConflictPolicy } from "../../../src/domain/transfer.ts";
import { createS3ObjectStore } from "../../../src/services/adapters/s3/s3-object-store.ts";
import { sha256Of } from "../values/bytes.ts";
import { sender } from "../values/s3-people.ts";
import { runFiles } from "./run-files.ts";
import type { RunOptions, RunPlace, RunResult } from "./run-files.ts";
import { bucket, region } from "./stand-in-store.ts";

export interface PlaceOptions extends RunOptions {
  /** Name of the store's machine; default its address. */
  readonly host?: string;
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
    options?: PlaceOptions,
    conflict?: ConflictPolicy,
  ): Promise<RunResult>;
  /** Asserts by throwing: each object equals its file, or is absent. Gives the names of those present. */
  identicalOrAbsent(names: readonly string[]): Promise<readonly string[]>;
  /** Parts that the store acknowledged, as "key number". */
  ackedParts(): readonly string[];
  close(): Promise<void>;
}

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

  const run: RealPlace["run"] = (names, options = {}, conflict = "skip") => {
    const { idleTimeoutMs, host = "127.0.0.1" } = options;
    const openStore: RunPlace["openStore"] = (memory) =>
      createS3ObjectStore({
        address: { region, endpoint: s3.endpoint.replace("127.0.0.1", host) },
        credentials: sender(bucket),
        memory,
        ...(idleTimeoutMs !== undefined && { idleTimeoutMs }),
      });
    return runFiles({ openStore, bucket, stateFile, pathOf }, names, options, conflict);
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

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ConflictPolicy } from "../../../src/domain/transfer.ts";
import { createS3ObjectStore } from "../../../src/services/adapters/s3/s3-object-store.ts";
import type { ObjectStore, StoreCredentials } from "../../../src/services/ports/object-store.ts";
import { nullStoreMemory } from "../../../src/services/ports/store-memory.ts";
import type { StoreMemory } from "../../../src/services/ports/store-memory.ts";
import type { TransferView } from "../../../src/services/ports/transfer-view.ts";
import { runFiles } from "./run-files.ts";
import type { RunOptions } from "./run-files.ts";
import type { StoreUnderTest } from "./store-under-test.ts";

/** A sender's folder and state database before a store under test. */
export interface DeliverySite {
  readonly under: StoreUnderTest;
  open(credentials: StoreCredentials): ObjectStore;
  /** Writes a file, sends it, and gives its row when nothing can go on. */
  deliver(
    name: string,
    bytes: Uint8Array,
    conflict?: ConflictPolicy,
    options?: RunOptions,
  ): Promise<TransferView>;
  /** Sends a file that was written before. */
  deliverAgain(name: string): Promise<TransferView>;
  close(): Promise<void>;
}

export const createDeliverySite = async (under: StoreUnderTest): Promise<DeliverySite> => {
  const root = await mkdtemp(path.join(tmpdir(), "s3-sftp-delivery-"));
  const pathOf = (name: string) => path.join(root, name);
  const stateFile = path.join(root, "state", "state.db");
  const open = (credentials: StoreCredentials, memory = nullStoreMemory) => {
    const { address, environment } = under;
    const options = { address, credentials, memory };
    return createS3ObjectStore({ ...options, ...(environment && { environment }) });
  };
  const send = async (name: string, options: RunOptions = {}, conflict?: ConflictPolicy) => {
    const openStore = (memory: StoreMemory) => open(under.sender, memory);
    const place = { openStore, bucket: under.bucket, stateFile, pathOf };
    const { rows } = await runFiles(place, [name], options, conflict);
    // The newest of those that have ended.
    const row = rows.findLast((each) => each.path === pathOf(name));
    if (row === undefined) throw new Error(`the queue has no row of ${name}`);
    return row;
  };
  return {
    under,
    open: (credentials) => open(credentials),
    deliver: async (name, bytes, conflict, options) => {
      await writeFile(pathOf(name), bytes);
      return send(name, options, conflict);
    },
    deliverAgain: (name) => send(name),
    close: async () => {
      await under.close();
      await rm(root, { recursive: true, force: true });
    },
  };
};

import type { ConflictPolicy } from "../../../src/domain/transfer.ts";
import { createMemoryTransferStore } from "../fakes/memory-transfer-store.ts";
import { createTestQueue, requestFor } from "../fakes/upload-queue.ts";
import { someBytes } from "../values/bytes.ts";

const pathsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => `/data/${index}.bin`);

export type Site = ReturnType<typeof createTestQueue>;

/** How often the store was asked so. */
export const callsOf = ({ store }: Site, call: "put" | "list") =>
  store.calls.filter((each) => each.startsWith(`${call} `)).length;

/** Files of a size that is worth a question, at a store that is known to refuse to write over an object. */
export const prepare = (count: number, bytes = 0.1) => {
  const transfers = createMemoryTransferStore();
  const site = createTestQueue({ transfers });
  const paths = pathsOf(count);
  paths.forEach((path, index) => site.files.write(path, someBytes(bytes, index)));
  return { site, paths, transfers };
};

/** The same files, store and memory in another run of the program; the calls of before are forgotten. */
export const nextRun = (site: Site): Site => {
  site.store.calls.length = 0;
  const { transfers, files, deps, store } = site;
  return { ...createTestQueue({ transfers, files, storeFor: deps.storeFor }), files, store };
};

/** Sends the files and ends the queue; gives what became of each. */
export const run = async (
  site: Site,
  paths: readonly string[],
  conflict: ConflictPolicy = "skip",
) => {
  const rows = await site.sendAll(...paths.map((path) => requestFor(path, conflict)));
  await site.queue.stop();
  return rows.map(({ state }) => state);
};

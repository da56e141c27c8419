import { expect, it } from "vitest";
import { createStateWriter } from "../../../src/services/queue/state-writer.ts";
import { createManualClock } from "../../support/fakes/manual-clock.ts";
import { createMemoryTransferStore } from "../../support/fakes/memory-transfer-store.ts";
import { someTransfer } from "../../support/values/transfers.ts";

/** A writer to a disk that takes no time, and how many changes it was given at a time. */
const startWriter = () => {
  const clock = createManualClock();
  const store = createMemoryTransferStore();
  const commits: number[] = [];
  const { write } = createStateWriter(
    {
      ...store,
      commit: (changes) => {
        commits.push(changes.length);
        return store.commit(changes);
      },
    },
    clock,
    new AbortController().signal,
  );
  const save = (id: string) => write([{ type: "save", transfer: someTransfer({ id }) }]);
  const part = { partNumber: 1, sizeBytes: 1, etag: "e", crc32: 1, proof: "none" } as const;
  const record = () => write([{ type: "recordPart", transferId: "a", part }]);
  return { clock, commits, save, record };
};

it("writes at once after a rest, and then together what comes within a moment", async () => {
  const { clock, commits, save } = startWriter();
  await save("a");
  expect(commits).toEqual([1]);
  const later = [save("b"), save("c")];
  await clock.advance(5);
  later.push(save("d"));
  await clock.advance(5);
  expect(commits).toEqual([1]);
  await clock.advance(10);
  await Promise.all(later);
  expect(commits).toEqual([1, 3]);
});

it("lets no part wait for others", async () => {
  const { clock, commits, save, record } = startWriter();
  await save("a");
  void save("b");
  await record();
  expect(commits).toEqual([1, 2]);
  await clock.advance(100);
  expect(commits).toEqual([1, 2]);
});

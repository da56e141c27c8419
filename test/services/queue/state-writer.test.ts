import { expect, it } from "vitest";
import { createStateWriter } from "../../../src/services/queue/state-writer.ts";
import { createManualClock } from "../../support/fakes/manual-clock.ts";
import { createMemoryTransferStore } from "../../support/fakes/memory-transfer-store.ts";
import { someTransfer } from "../../support/values/transfers.ts";

/** A writer to a disk that takes no time, and how many changes it was given at a time. */
const startWriter = (filesUnderWay: number) => {
  const clock = createManualClock();
  const store = createMemoryTransferStore();
  const commits: number[] = [];
  const writer = createStateWriter(
    {
      ...store,
      commit: (changes) => {
        commits.push(changes.length);
        return store.commit(changes);
      },
    },
    clock,
    new AbortController().signal,
    () => filesUnderWay,
  );
  const save = (id: string) => writer.write([{ type: "save", transfer: someTransfer({ id }) }]);
  const part = { partNumber: 1, sizeBytes: 1, etag: "e", crc32: 1, proof: "none" } as const;
  const record = () => writer.write([{ type: "recordPart", transferId: "a", part }]);
  return { clock, commits, save, record };
};

it("writes at once after a rest, and then together what comes within a moment", async () => {
  const { clock, commits, save } = startWriter(20);
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

it("waits for no more when most files under way wait for it", async () => {
  const { clock, commits, save } = startWriter(4);
  await save("a");
  const first = save("b");
  await clock.advance(5);
  expect(commits).toEqual([1]);
  await Promise.all([first, save("c")]);
  expect(commits).toEqual([1, 2]);
  const next = save("d");
  await clock.advance(12);
  // Nor has the wait for the ones before it any meaning for this one.
  expect(commits).toEqual([1, 2]);
  await clock.advance(10);
  await next;
  expect(commits).toEqual([1, 2, 1]);
});

it("gathers what comes while the disk is waited for, too", async () => {
  const { clock, commits, save } = startWriter(20);
  const first = save("a");
  await new Promise((resolve) => setImmediate(resolve));
  const later = save("b");
  await first;
  await clock.advance(10);
  expect(commits).toEqual([1]);
  await clock.advance(10);
  await later;
  expect(commits).toEqual([1, 1]);
});

it("lets no part wait for others", async () => {
  const { clock, commits, save, record } = startWriter(20);
  await save("a");
  void save("b");
  await record();
  expect(commits).toEqual([1, 2]);
  await clock.advance(100);
  expect(commits).toEqual([1, 2]);
});

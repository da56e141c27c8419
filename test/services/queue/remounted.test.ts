import { describe, expect, it } from "vitest";
import { createMemoryTransferStore } from "../../support/fakes/memory-transfer-store.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { interrupted, partCalls } from "../../support/sites/interrupted-queue.ts";
import { sha256Of, someBytes } from "../../support/values/bytes.ts";
import { valueOf } from "../../support/values/value-of.ts";

const bytes = someBytes(42);

/** An interrupted upload whose file has another inode by now, of the same size and time. */
const remounted = async (now: Uint8Array) => {
  const transfers = createMemoryTransferStore();
  const { files, store, deps } = await interrupted(bytes, transfers);
  const { mtimeMs } = valueOf(await files.fingerprint("/data/big"));
  files.write("/data/big", now, { mtimeMs });
  const sent = partCalls(store.calls).length;
  return {
    ...createTestQueue({ transfers, files, storeFor: deps.storeFor }),
    store,
    laterParts: () => partCalls(store.calls).slice(sent),
  };
};

describe("a file with another inode, of the same size and time", () => {
  it.each(["goes on by itself", "is named again"])(
    "goes on when it still has what was sent, where it %s",
    async (how) => {
      const { queue, rows, laterParts } = await remounted(bytes);
      queue.start();
      if (how === "is named again") valueOf(await queue.add([requestFor("/data/big")]));
      else valueOf(queue.claimInterrupted());
      await queue.whenIdle();
      expect((await rows())[0]).toMatchObject({
        state: "delivered",
        sha256: sha256Of(bytes),
        resumedFromPart: 4,
      });
      expect(laterParts().toSorted((a, b) => a - b)).toEqual([4, 5, 6, 7, 8, 9]);
      await queue.stop();
    },
  );

  it("fails before anything more is sent when it has something else, and starts over when retried", async () => {
    const changed = Uint8Array.from(bytes);
    changed[100] = 255 - (changed[100] ?? 0);
    const { queue, store, rows, laterParts } = await remounted(changed);
    queue.start();
    valueOf(queue.claimInterrupted());
    await queue.whenIdle();
    const error = { code: "FileChanged", what: ["content"] };
    expect((await rows())[0]).toMatchObject({ state: "failed", error });
    expect(laterParts()).toEqual([]);
    await queue.retry("all");
    await queue.whenIdle();
    expect((await rows())[0]).toMatchObject({ state: "delivered", sha256: sha256Of(changed) });
    expect(store.sha256("data/big")).toBe(sha256Of(changed));
    await queue.stop();
  });
});

import { describe, expect, it } from "vitest";
import { sha256Of, someBytes } from "../../support/bytes.ts";
import { createManualClock } from "../../support/manual-clock.ts";
import { createTestQueue, requestFor } from "../../support/upload-queue.ts";
import { valueOf } from "../../support/value-of.ts";

const minuteMs = 60_000;

describe("an answer that takes long", () => {
  it("is waited for where a store puts a large object together, which may take minutes", async () => {
    const clock = createManualClock();
    const { queue, files, store, rows } = createTestQueue({ clock });
    const bytes = someBytes(11);
    files.write("/data/big", bytes, { mtimeMs: 1 });
    const { completeUpload } = store;
    store.completeUpload = async (params) => {
      await clock.sleep(3 * minuteMs, params.signal);
      return completeUpload(params);
    };
    queue.start();
    valueOf(await queue.add([requestFor("/data/big")]));
    await clock.advance(4 * minuteMs);
    expect((await rows())[0]).toMatchObject({ state: "delivered", sha256: sha256Of(bytes) });
    expect(store.calls.filter((call) => call.startsWith("completeUpload"))).toHaveLength(1);
    await queue.stop();
  });

  it("is not waited for elsewhere: the request is made again", async () => {
    const clock = createManualClock();
    const { queue, files, store, rows } = createTestQueue({ clock });
    files.write("/data/small", someBytes(0.1), { mtimeMs: 1 });
    const { put } = store;
    let puts = 0;
    store.put = async (params) => {
      puts += 1;
      if (puts === 1) await clock.sleep(10 * minuteMs, params.signal);
      return put(params);
    };
    queue.start();
    valueOf(await queue.add([requestFor("/data/small")]));
    await clock.advance(minuteMs);
    expect((await rows())[0]?.state).toBe("delivered");
    expect(puts).toBe(2);
    await queue.stop();
  });
});

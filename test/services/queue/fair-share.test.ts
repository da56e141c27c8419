import { describe, expect, it } from "vitest";
import { ok } from "../../../src/domain/result.ts";
import type { QueueSnapshot } from "../../../src/services/ports/transfer-view.ts";
import { someBytes } from "../../support/values/bytes.ts";
import { createManualClock } from "../../support/fakes/manual-clock.ts";
import { createSimulatedLine } from "../../support/fakes/simulated-line.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { valueOf } from "../../support/values/value-of.ts";

const mebibyte = 1024 * 1024;
const huge = "/data/huge";

/** A huge file and many small ones, in that order or the other, over a line that carries 4 MiB/s in all. */
const sendTogether = async (smallCount: number, first: "huge" | "small") => {
  const clock = createManualClock();
  const shape = {
    answerMs: 40,
    connectionBytesPerSecond: null,
    totalBytesPerSecond: 4 * mebibyte,
  };
  const { store } = createSimulatedLine(clock, shape);
  const { queue, files } = createTestQueue({
    clock,
    storeFor: async () => ok(store),
    withSha256: false,
  });
  const small = Array.from({ length: smallCount }, (_, n) => `/data/small-${n}`);
  files.write(huge, someBytes(60), { mtimeMs: 1 });
  for (const [n, name] of small.entries()) files.write(name, someBytes(0.004, n), { mtimeMs: 1 });
  const names = first === "huge" ? [huge, ...small] : [...small, huge];
  queue.start();
  valueOf(await queue.add(names.map((name) => requestFor(name))));
  return {
    /** Lets time pass until `isSo`; the snapshot then. */
    until: async (isSo: (snapshot: QueueSnapshot) => boolean): Promise<QueueSnapshot> => {
      for (;;) {
        const snapshot = await queue.snapshot({ from: 0, count: names.length });
        if (isSo(snapshot)) return snapshot;
        await clock.advance(20);
      }
    },
    stop: () => queue.stop(),
  };
};

const hugeOf = ({ rows }: QueueSnapshot) => rows.find(({ path }) => path === huge);

describe("a huge file and many small ones", () => {
  it("do not wait for its end: all of 400 are through before it is half done", async () => {
    const sending = await sendTogether(400, "huge");
    const then = await sending.until(({ totals }) => totals.files.delivered >= 400);
    expect(hugeOf(then)?.ackedBytes).toBeLessThan(30 * mebibyte);
    await sending.stop();
  });

  it("do not keep it from its share: it moves while half of 3,000 still wait before it", async () => {
    const sending = await sendTogether(3_000, "small");
    const then = await sending.until(({ totals }) => totals.files.delivered >= 1_500);
    expect(hugeOf(then)?.partsDone).toBeGreaterThan(1);
    expect(then.totals.files.waiting).toBeGreaterThan(1_000);
    await sending.stop();
  });
});

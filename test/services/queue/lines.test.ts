import { describe, expect, it } from "vitest";
import { ok } from "../../../src/domain/result.ts";
import type { PartPace } from "../../../src/domain/store-abilities.ts";
import { someBytes } from "../../support/values/bytes.ts";
import { createManualClock } from "../../support/fakes/manual-clock.ts";
import { createSimulatedLine, type LineShape } from "../../support/fakes/simulated-line.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { valueOf } from "../../support/values/value-of.ts";

const megabit = 1_000_000 / 8;

/** Seconds of simulated time for some files over a line, and how many requests were under way at most. */
const sendOver = async (
  shape: LineShape,
  files: readonly Uint8Array[],
  limit?: number,
  pace: PartPace | null = null,
) => {
  const clock = createManualClock();
  const line = createSimulatedLine(clock, shape);
  if (pace) line.store.notePace("inbox", pace);
  const test = createTestQueue({ clock, storeFor: async () => ok(line.store), withSha256: false });
  const names = files.map((_, n) => `/data/${n}`);
  files.forEach((bytes, n) => test.files.write(names[n] ?? "", bytes, { mtimeMs: 1 }));
  test.queue.start();
  if (limit !== undefined) await test.queue.limit(limit);
  valueOf(await test.queue.add(names.map((name) => requestFor(name))));
  const idle = test.queue.whenIdle().then(() => true);
  const stepMs = 20;
  let steps = 0;
  while (!(await Promise.race([idle, Promise.resolve(false)]))) {
    await clock.advance(stepMs);
    steps += 1;
  }
  const { totals } = await test.queue.snapshot({ from: 0, count: 1 });
  expect(totals.files.delivered).toBe(files.length);
  await test.queue.stop();
  const seconds = (steps * stepMs) / 1000;
  return { seconds, maxAtOnce: line.maxAtOnce(), pace: line.store.abilities("inbox").pace };
};

describe("connections are found by measuring", () => {
  it(
    "many where each has its own 50 Mbit/s: 128 MiB at 40 ms in less than 1.8 s",
    { timeout: 60_000 },
    async () => {
      const shape = {
        answerMs: 40,
        connectionBytesPerSecond: 50 * megabit,
        totalBytesPerSecond: null,
      };
      const { seconds, maxAtOnce } = await sendOver(shape, [someBytes(128)]);
      expect(maxAtOnce).toBeGreaterThanOrEqual(20);
      expect(seconds).toBeLessThan(1.8);
    },
  );

  it(
    "few where 8 Mbit/s are shared by all, and no time is lost by that",
    { timeout: 60_000 },
    async () => {
      const shape = {
        answerMs: 60,
        connectionBytesPerSecond: null,
        totalBytesPerSecond: 8 * megabit,
      };
      const { seconds, maxAtOnce } = await sendOver(shape, [someBytes(60)]);
      const ideal = (60 * 1024 * 1024) / (8 * megabit);
      expect(maxAtOnce).toBeLessThanOrEqual(12);
      expect(seconds).toBeLessThan(ideal * 1.1);
    },
  );

  it("many for small files: 1,000 at 40 ms in less than 0.6 s", { timeout: 60_000 }, async () => {
    const shape = { answerMs: 40, connectionBytesPerSecond: null, totalBytesPerSecond: null };
    const { seconds, maxAtOnce } = await sendOver(
      shape,
      Array.from({ length: 1_000 }, (_, n) => someBytes(0.004, n)),
    );
    expect(maxAtOnce).toBeGreaterThanOrEqual(64);
    expect(seconds).toBeLessThan(0.6);
  });
});

describe("the search for connections", () => {
  const shape = {
    answerMs: 40,
    connectionBytesPerSecond: 16 * megabit,
    totalBytesPerSecond: null,
  };

  it(
    "begins where the last upload to this service ended: two looks sooner",
    { timeout: 60_000 },
    async () => {
      const first = await sendOver(shape, [someBytes(160)]);
      expect(first.pace?.connections).toBeGreaterThanOrEqual(24);
      const second = await sendOver(shape, [someBytes(160)], undefined, first.pace);
      expect(second.seconds).toBeLessThan(first.seconds - 0.3);
    },
  );

  it("remembers nothing of an upload below a speed limit", { timeout: 60_000 }, async () => {
    const { pace } = await sendOver(shape, [someBytes(40)], 4 * 1024 * 1024);
    expect(pace).toBeNull();
  });
});

describe("a bandwidth limit", () => {
  it("is kept by all connections together, to within a tenth", { timeout: 60_000 }, async () => {
    const shape = { answerMs: 20, connectionBytesPerSecond: null, totalBytesPerSecond: null };
    const { seconds } = await sendOver(
      shape,
      [someBytes(20), someBytes(12, 2), someBytes(1, 3)],
      1_000_000,
    );
    const ideal = (33 * 1024 * 1024) / 1_000_000;
    expect(seconds).toBeGreaterThan(ideal * 0.95);
    expect(seconds).toBeLessThan(ideal * 1.1);
  });
});

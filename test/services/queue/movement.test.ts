import { describe, expect, it } from "vitest";
import { fail, ok } from "../../../src/domain/result.ts";
import type { QueueSnapshot, TransferView } from "../../../src/services/ports/transfer-view.ts";
import { someBytes } from "../../support/values/bytes.ts";
import { createManualClock } from "../../support/fakes/manual-clock.ts";
import { createSimulatedLine, type LineShape } from "../../support/fakes/simulated-line.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { valueOf } from "../../support/values/value-of.ts";

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

/** As often as a screen looks. */
const lookMs = 250;

interface Sending {
  readonly shape: LineShape;
  readonly mebibytes: readonly number[];
  readonly limit?: number;
}

/** Sends files over a simulated line; gives what a screen sees, look by look, until `seconds` or the end. */
const watch = async ({ shape, mebibytes, limit }: Sending, seconds: number) => {
  const clock = createManualClock();
  const { store } = createSimulatedLine(clock, shape);
  const test = createTestQueue({ clock, storeFor: async () => ok(store), withSha256: false });
  const names = mebibytes.map((_, at) => `/data/${at}`);
  for (const [at, size] of mebibytes.entries())
    test.files.write(names[at] ?? "", someBytes(size, at), { mtimeMs: 1 });
  test.queue.start();
  if (limit !== undefined) await test.queue.limit(limit);
  valueOf(await test.queue.add(names.map((name) => requestFor(name))));
  const looks: QueueSnapshot[] = [];
  for (let ms = 0; ms < seconds * 1000; ms += lookMs) {
    for (let step = 0; step < lookMs; step += 50) await clock.advance(50);
    const snapshot = await test.queue.snapshot({ from: 0, count: names.length });
    looks.push(snapshot);
    if (snapshot.totals.files.delivered === names.length) break;
  }
  await test.queue.stop();
  return looks;
};

/** An even line of so many bytes a second, taken in small steps. */
const evenLine = (totalBytesPerSecond: number): LineShape => ({
  answerMs: 60,
  connectionBytesPerSecond: null,
  totalBytesPerSecond,
  stepBytes: Math.min(64 * kibibyte, totalBytesPerSecond / 8),
});

/** An even line of so many bytes a second for each connection, behind buffers as systems have them. */
const evenConnections = (connectionBytesPerSecond: number, bufferBytes = mebibyte): LineShape => ({
  answerMs: 60,
  connectionBytesPerSecond,
  totalBytesPerSecond: null,
  stepBytes: 16 * kibibyte,
  bufferBytes,
});

/** An even line that all connections share, each behind such a buffer. */
const sharedLine = (totalBytesPerSecond: number, bufferBytes: number): LineShape => ({
  ...evenConnections(0, bufferBytes),
  connectionBytesPerSecond: null,
  totalBytesPerSecond,
});

const sent = ({ sentBytes }: { readonly sentBytes?: number }): number => sentBytes ?? 0;

describe("a live row", () => {
  it.each([
    ["on a line of 20 KiB/s", { shape: evenLine(20 * kibibyte), mebibytes: [12] }],
    [
      "under a limit of 20 KiB/s",
      { shape: evenLine(50 * mebibyte), mebibytes: [12], limit: 20 * kibibyte },
    ],
    [
      "of a file in one piece under a limit of 20 KiB/s",
      { shape: evenLine(50 * mebibyte), mebibytes: [4], limit: 20 * kibibyte },
    ],
  ] as const)("moves within two seconds, %s", async (_, sending) => {
    const looks = await watch(sending, 40);
    const moves = looks.map(({ rows }) => sent(rows[0] ?? {}));
    const inTwoSeconds = 2_000 / lookMs;
    for (let at = inTwoSeconds; at < moves.length; at += 1)
      expect(moves[at], `look ${at}`).toBeGreaterThan(moves[at - inTwoSeconds] ?? 0);
  });

  it("never goes back, and counts as done only what the store has acknowledged", async () => {
    const looks = await watch({ shape: evenLine(mebibyte), mebibytes: [12, 3, 0.1, 0.1] }, 60);
    const totals = looks.map((look) => look.totals);
    for (const [at, { ackedBytes, sentBytes = 0 }] of totals.entries()) {
      expect(sentBytes).toBeGreaterThanOrEqual(ackedBytes);
      expect(sentBytes).toBeGreaterThanOrEqual(sent(totals[at - 1] ?? {}));
    }
    expect(totals.some(({ ackedBytes, sentBytes = 0 }) => sentBytes > ackedBytes)).toBe(true);
    expect(totals.at(-1)?.files.delivered).toBe(4);
  });
});

describe("a part that is sent again", () => {
  it("takes its bytes off the bar, and only while the row says that it is tried again", async () => {
    const clock = createManualClock();
    const { store } = createSimulatedLine(clock, evenLine(mebibyte));
    const { uploadPart } = store;
    let cuts = 0;
    const cut: typeof uploadPart = async (params) => {
      const sentPart = await uploadPart(params);
      if (params.partNumber !== 2 || cuts > 0) return sentPart;
      cuts += 1;
      return { ok: false, error: { code: "EndpointUnreachable", host: "s3", reason: "reset" } };
    };
    const test = createTestQueue({
      clock,
      storeFor: async () => ok({ ...store, uploadPart: cut }),
      withSha256: false,
      limits: {},
    });
    test.files.write("/data/big", someBytes(12), { mtimeMs: 1 });
    test.queue.start();
    valueOf(await test.queue.add([requestFor("/data/big")]));
    const rows: TransferView[] = [];
    for (let ms = 0; ms < 60_000; ms += 50) {
      await clock.advance(50);
      const { rows: shown } = await test.queue.snapshot({ from: 0, count: 1 });
      rows.push(...shown);
      if (shown[0]?.state === "delivered") break;
    }
    await test.queue.stop();
    expect(rows.at(-1)?.state).toBe("delivered");
    const back = rows.filter((row, at) => sent(row) < sent(rows[at - 1] ?? {}));
    expect(back.length).toBeGreaterThan(0);
    for (const row of back) expect(row.retry).not.toBeNull();
  });
});

describe("the time left", () => {
  it.each([
    ["one large file at 1 MiB/s", { shape: evenLine(mebibyte), mebibytes: [60] }],
    ["some files at 300 KiB/s", { shape: evenLine(300 * kibibyte), mebibytes: [12, 7, 3, 3] }],
    ["one large file at 20 KiB/s", { shape: evenLine(20 * kibibyte), mebibytes: [6] }],
    [
      "one large file under a limit",
      { shape: evenLine(50 * mebibyte), mebibytes: [40], limit: 512 * kibibyte },
    ],
    [
      "a small file beside a large one at 200 KiB/s a connection, with buffers on the way",
      { shape: evenConnections(200 * kibibyte), mebibytes: [60, 0.004] },
    ],
    [
      "some small files beside a large one at 200 KiB/s a connection",
      { shape: evenConnections(200 * kibibyte), mebibytes: [60, 0.004, 0.2, 0.4] },
    ],
    [
      "one large file at 200 KiB/s a connection behind buffers of 2 MiB",
      { shape: evenConnections(200 * kibibyte, 2 * mebibyte), mebibytes: [60] },
    ],
    [
      "some files on a line of 1 MiB/s behind such buffers",
      { shape: sharedLine(mebibyte, 2 * mebibyte), mebibytes: [12, 7, 3, 3] },
    ],
  ] as const)("jumps by no more than 2× between two looks: %s", async (_, sending) => {
    const looks = await watch(sending, 90);
    const left = looks.flatMap(({ totals }) => totals.secondsLeft ?? []);
    expect(left.length).toBeGreaterThan(20);
    for (const [at, seconds] of left.entries()) {
      const before = left[at - 1] ?? seconds;
      // At the very end a second more or less is twice as much.
      if (Math.max(before, seconds) <= 3) continue;
      expect(
        Math.max(before, seconds) / Math.max(1, Math.min(before, seconds)),
      ).toBeLessThanOrEqual(2);
    }
  });

  it("is about right after some seconds", async () => {
    const looks = await watch({ shape: evenLine(mebibyte), mebibytes: [60] }, 20);
    for (const [at, { totals }] of looks.entries()) {
      if (totals.secondsLeft === null || at < 5_000 / lookMs) continue;
      const real = 60 - ((at + 1) * lookMs) / 1000;
      expect(totals.secondsLeft / real, `look ${at}`).toBeGreaterThan(0.6);
      expect(totals.secondsLeft / real, `look ${at}`).toBeLessThan(1.7);
    }
  });
});

describe("a storage service that goes away", () => {
  it("leaves no speed and no time left while all that runs waits, and is tried at once when asked", async () => {
    const clock = createManualClock();
    const { store } = createSimulatedLine(clock, evenLine(2 * mebibyte));
    const { uploadPart } = store;
    let isAway = false;
    const uploadWhileThere: typeof uploadPart = async (params) =>
      isAway
        ? fail({ code: "EndpointUnreachable", host: "s3", reason: "refused" })
        : uploadPart(params);
    const test = createTestQueue({
      clock,
      storeFor: async () => ok({ ...store, uploadPart: uploadWhileThere }),
      withSha256: false,
      limits: {},
    });
    test.files.write("/data/big", someBytes(100), { mtimeMs: 1 });
    test.queue.start();
    valueOf(await test.queue.add([requestFor("/data/big")]));
    const look = async () => test.queue.snapshot({ from: 0, count: 1 });
    await clock.advance(10_000);
    const before = await look();
    expect(before.totals.secondsLeft).not.toBeNull();
    isAway = true;
    let waiting = 0;
    for (let ms = 0; ms < 40_000; ms += lookMs) {
      await clock.advance(lookMs);
      const { totals, batches, rows } = await look();
      if (!rows[0]?.retry || sent(rows[0]) > rows[0].ackedBytes) continue;
      waiting += 1;
      for (const each of [totals, ...(batches ?? [])])
        expect([each.rateBytesPerSecond, each.secondsLeft]).toEqual([null, null]);
    }
    expect(waiting).toBeGreaterThan(20);
    expect((await look()).totals.stalledForMs).toBeGreaterThan(0);
    isAway = false;
    expect((await look()).rows[0]?.retry?.inMs).toBeGreaterThan(0);
    await test.queue.retry([(await look()).rows[0]?.id ?? ""]);
    await clock.advance(500);
    const after = (await look()).rows[0];
    expect([after?.retry, sent(after ?? {}) > (after?.ackedBytes ?? 0)]).toEqual([null, true]);
    await clock.advance(60_000);
    expect((await look()).rows[0]?.state).toBe("delivered");
    await test.queue.stop();
  });
});

describe("a file that is all in buffers on the way", () => {
  it("has no time left that is made of the speed of small ones before it", async () => {
    const clock = createManualClock();
    const test = createTestQueue({ clock, withSha256: false });
    for (const [at, size] of [0.001, 0.001, 4].entries())
      test.files.write(`/data/${at}`, someBytes(size, at), { mtimeMs: 1 });
    const { put } = test.store;
    test.store.put = (params) => {
      if (params.key === "data/2") test.store.closeGate();
      return put(params);
    };
    test.queue.start();
    valueOf(await test.queue.add([0, 1, 2].map((at) => requestFor(`/data/${at}`))));
    for (let ms = 0; ms < 6_000; ms += 50) await clock.advance(50);
    const { totals } = await test.queue.snapshot({ from: 0, count: 3 });
    expect(totals.files).toMatchObject({ delivered: 2, uploading: 1 });
    expect(totals.sentBytes).toBe(totals.totalBytes);
    expect([totals.rateBytesPerSecond, totals.secondsLeft]).toEqual([null, null]);
    test.store.openGate();
    await test.queue.stop();
  });
});

describe("a finished file under a limit", () => {
  it("does not stand at 99 % while the data of others waits for its turn", async () => {
    const looks = await watch(
      { shape: evenLine(50 * mebibyte), mebibytes: [6, 40, 40, 40], limit: 256 * kibibyte },
      240,
    );
    const verifying = looks.filter(({ rows }) => rows.some(({ isVerifying }) => isVerifying));
    expect(looks.some(({ totals }) => totals.files.delivered > 0)).toBe(true);
    expect(verifying.length * lookMs).toBeLessThanOrEqual(1_000);
  });
});

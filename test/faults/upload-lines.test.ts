import dns from "node:dns";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { S3Operation } from "../../src/demo/s3/s3-types.ts";
import { defaultRetryLimits } from "../../src/domain/retry.ts";
import type { LocalQueue } from "../../src/services/queue/local-queue.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { createRealPlace, type RealPlace } from "../support/sites/real-queue.ts";
import { bucket } from "../support/sites/stand-in-store.ts";
import { isCampaign, someOf } from "../support/values/run-size.ts";
import { waitUntil } from "../support/processes/wait-until.ts";

const { lookup } = dns;

let place: RealPlace;
beforeEach(async () => {
  place = await createRealPlace();
  await place.write("large.bin", large);
  await place.write("small.txt", small);
});
afterEach(async () => {
  Object.assign(dns, { lookup });
  await place.close();
});

const large = someBytes(17, 3);
const small = someBytes(0.02, 4);
const names = ["large.bin", "small.txt"];

const untilPartAcked = () =>
  waitUntil("a part is with the store", () => place.ackedParts().length > 0, 30_000);

const expectBothOnce = async (rows: readonly { readonly state: string }[]) => {
  expect(rows.map(({ state }) => state)).toEqual(["delivered", "delivered"]);
  expect(await place.s3.sha256(bucket, "large.bin")).toBe(sha256Of(large));
  expect(await place.s3.sha256(bucket, "small.txt")).toBe(sha256Of(small));
  expect(place.s3.objects(bucket)).toHaveLength(2);
};

describe("a line that crawls", () => {
  const stall = { idleMs: 700, workMs: 700, totalMs: 60_000 };

  it("takes 1 byte/s from the middle on: its requests are given up, and made again", async () => {
    place.s3.reshape({ connectionBytesPerSecond: 8_000_000 });
    const reasons = new Set<string>();
    const { rows } = await place.run(names, {
      limits: { stall },
      meanwhile: async (queue) => {
        await untilPartAcked();
        place.s3.reshape({ connectionBytesPerSecond: 1 });
        while (reasons.size === 0) {
          await wait(20);
          for (const code of await retryCodes(queue)) reasons.add(code);
        }
        place.s3.reshape({ connectionBytesPerSecond: null });
      },
    });
    expect([...reasons]).toEqual(["Stalled"]);
    await expectBothOnce(rows);
    expect(new Set(place.ackedParts()).size).toBe(place.ackedParts().length);
  });

  it.each<S3Operation>(
    someOf(
      [
        "CompleteMultipartUpload",
        "PutObject",
        "CreateMultipartUpload",
        "UploadPart",
        "ListObjectsV2",
      ],
      2,
    ),
  )("brings the answer to %s a byte at a time: it is asked again", async (operation) => {
    place.s3.inject({ operation, does: { kind: "trickle", everyMs: 50 } });
    const { rows } = await place.run(names, { limits: { stall } });
    await expectBothOnce(rows);
  });
});

const retryCodes = async (queue: LocalQueue): Promise<readonly string[]> => {
  const { rows } = await queue.snapshot({ from: 0, count: names.length });
  return rows.flatMap(({ retry }) => (retry ? [retry.error.code] : []));
};

type LookedUp = (error: NodeJS.ErrnoException | null, all: dns.LookupAddress[]) => void;

/** A name that leads to this machine until it is gone. */
const giveName = (host: string) => {
  const state = { isGone: false, asked: 0 };
  const fake = (name: string, options: dns.LookupAllOptions, done: LookedUp): void => {
    if (name !== host) return lookup(name, options, done);
    state.asked += 1;
    const gone = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: "ENOTFOUND" });
    return state.isGone ? done(gone, []) : done(null, [{ address: "127.0.0.1", family: 4 }]);
  };
  // The network asks here, and for all addresses.
  Object.assign(dns, { lookup: fake });
  return state;
};

describe("a name that cannot be looked up for 30 s", () => {
  // With everything 20 times as quick, or as long as it takes.
  const factor = isCampaign ? 1 : 20;
  const { baseMs, capMs } = defaultRetryLimits;
  const retry = { ...defaultRetryLimits, baseMs: baseMs / factor, capMs: capMs / factor };

  it("is waited out: both files arrive, and no part twice", { timeout: 120_000 }, async () => {
    const host = "store.test";
    const name = giveName(host);
    place.s3.reshape({ connectionBytesPerSecond: 4_000_000 });
    const reasons = new Set<string>();
    const { rows, trouble } = await place.run(names, {
      host,
      random: () => 0.5,
      limits: { retry },
      meanwhile: async (queue) => {
        await untilPartAcked();
        name.isGone = true;
        // Only new connections need the name.
        await place.s3.unplug();
        await place.s3.replug();
        const untilMs = performance.now() + 30_000 / factor;
        while (performance.now() < untilMs) {
          await wait(20);
          for (const code of await retryCodes(queue)) reasons.add(code);
        }
        name.isGone = false;
      },
    });
    expect(trouble).toBeNull();
    expect(name.asked).toBeGreaterThan(5);
    expect([...reasons]).toEqual(["EndpointUnreachable"]);
    await expectBothOnce(rows);
    expect(new Set(place.ackedParts()).size).toBe(place.ackedParts().length);
  });
});

import { appendFile, rename, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LocalQueue } from "../../src/services/queue/local-queue.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { createRealPlace, type RealPlace } from "../support/sites/real-queue.ts";
import { bucket } from "../support/sites/stand-in-store.ts";
import { someOf } from "../support/values/run-size.ts";
import { waitUntil } from "../support/processes/wait-until.ts";

let place: RealPlace;
beforeEach(async () => {
  place = await createRealPlace();
});
afterEach(() => place.close());

const before = someBytes(22, 1);

/** Waits until a part is acknowledged and others are on their way. */
const untilUnderWay = (queue: LocalQueue): Promise<void> =>
  waitUntil(
    "a part is noted",
    async () => ((await queue.snapshot({ from: 0, count: 1 })).rows[0]?.partsDone ?? 0) > 0,
    30_000,
  );

const changes: readonly (readonly [string, string, (file: string) => Promise<unknown>])[] = [
  ["appended to", "FileChanged", (file) => appendFile(file, "more")],
  ["cut short", "FileChanged", (file) => truncate(file, 1_000_000)],
  ["written over in place", "FileChanged", (file) => writeFile(file, someBytes(22, 2))],
  [
    "replaced by another",
    "FileChanged",
    async (file) => {
      await writeFile(`${file}.new`, someBytes(22, 3));
      await rename(`${file}.new`, file);
    },
  ],
  ["deleted", "FileVanished", (file) => rm(file)],
];

describe("a file that is changed while it is sent", () => {
  it.each(someOf(changes, 3))(
    "%s: ends as %s, without an object; asked again it sends what is there",
    async (_name, code, change) => {
      const file = await place.write("big", before);
      place.s3.reshape({ connectionBytesPerSecond: 8_000_000 });
      const { rows } = await place.run(["big"], {
        meanwhile: async (queue) => {
          await untilUnderWay(queue);
          await change(file);
        },
      });
      expect(rows[0]).toMatchObject({ state: "failed", error: { code, path: file } });
      expect(place.s3.objects(bucket)).toEqual([]);
      const now = someBytes(12, 5);
      await place.write("big", now);
      place.s3.reshape({ connectionBytesPerSecond: null });
      const again = await place.run(["big"]);
      expect(again.rows[0]).toMatchObject({ state: "delivered", sha256: sha256Of(now) });
      expect(await place.s3.sha256(bucket, "big")).toBe(sha256Of(now));
    },
  );

  it.each(someOf([true, false], 1))(
    "in a way that leaves size and time alone: ends as FileChanged all the same (SHA-256: %s)",
    async (withSha256) => {
      const file = await place.write("big", before);
      const time = new Date(1_750_000_000_000);
      await utimes(file, time, time);
      place.s3.reshape({ connectionBytesPerSecond: 8_000_000 });
      const first = await place.run(["big"], {
        withSha256,
        meanwhile: async (queue) => {
          await untilUnderWay(queue);
          await queue.pause("all");
        },
      });
      expect(first.rows[0]?.state).toBe("paused");
      const other = Uint8Array.from(before);
      // In every part, since any of them may have been sent.
      for (let at = 0; at < other.length; at += 1_000_000) other[at] = 255 - (other[at] ?? 0);
      await writeFile(file, other);
      await utimes(file, time, time);
      place.s3.reshape({ connectionBytesPerSecond: null });
      const second = await place.run(["big"], { withSha256 });
      expect(second.rows[0]).toMatchObject({
        state: "failed",
        error: { code: "FileChanged", what: ["content"] },
      });
      expect(place.s3.objects(bucket)).toEqual([]);
    },
  );
});

describe("a full disk under the state database", () => {
  it("stops the queue, claims nothing that is not written, and the next run finishes", async () => {
    const names = Array.from({ length: 300 }, (_, n) => `f${n}`);
    for (const [n, name] of names.entries()) await place.write(name, someBytes(0.001, n));
    await place.write("big", before);
    // Room for the queue, not for all the receipts.
    const first = await place.run([...names, "big"], { maxPages: 90 });
    expect(first.trouble).toBe("DiskFull");
    const delivered = first.rows.filter(({ state }) => state === "delivered").length;
    expect(delivered).toBeLessThan(301);
    await place.identicalOrAbsent([...names, "big"]);
    const second = await place.run([...names, "big"]);
    expect(second.trouble).toBeNull();
    expect(second.rows.filter(({ state }) => state === "failed")).toEqual([]);
    expect(await place.identicalOrAbsent([...names, "big"])).toHaveLength(301);
    expect(place.s3.objects(bucket)).toHaveLength(301);
  });
});

describe("a store that forgets", () => {
  it("unfinished uploads, by its lifecycle rule: the next run starts again and says why", async () => {
    await place.write("big", before);
    place.s3.reshape({ connectionBytesPerSecond: 8_000_000 });
    await place.run(["big"], {
      meanwhile: async (queue) => {
        await untilUnderWay(queue);
        await queue.pause("all");
      },
    });
    await place.s3.removeUploads(bucket);
    const reasons = new Set<string>();
    const { rows } = await place.run(["big"], {
      meanwhile: async (queue) => {
        for (;;) {
          const { rows: now } = await queue.snapshot({ from: 0, count: 1 });
          if (now[0]?.retry) reasons.add(now[0].retry.error.code);
          if (now[0]?.state !== "uploading" && now[0]?.state !== "waiting") return;
          await wait(2);
        }
      },
    });
    expect(rows[0]).toMatchObject({ state: "delivered", sha256: sha256Of(before) });
    expect([...reasons]).toEqual(["UploadExpired"]);
  });
});

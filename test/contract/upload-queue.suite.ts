import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { UploadQueue } from "../../src/services/ports/upload-queue.ts";
import type { QueueSnapshot, TransferRequest } from "../../src/services/ports/transfer-view.ts";

/** A queue to be tried, and what its surroundings can do. */
export interface QueueUnderTest {
  readonly queue: UploadQueue;
  /** A request for a small file that exists; its upload does not end before `letThrough`. */
  request(name: string): TransferRequest;
  /** A request for a file that does not exist. */
  readonly missing: TransferRequest;
  /** Lets every upload, also one under way, end well from now on. */
  letThrough(): void;
  close(): Promise<void>;
}

const everything = { from: 0, count: 1_000 };

const stateOf = (snapshot: QueueSnapshot, id: string) =>
  snapshot.rows.find((row) => row.id === id)?.state;

/** What every LocalQueue does, in this process or behind a socket. */
export const describeUploadQueue = (name: string, setUp: () => Promise<QueueUnderTest>): void => {
  describe(`${name} is a transfer desk`, () => {
    let under: QueueUnderTest;
    let queue: UploadQueue;
    beforeEach(async () => {
      under = await setUp();
      queue = under.queue;
    });
    afterEach(() => under.close());

    const addAll = async (...names: readonly string[]): Promise<readonly string[]> => {
      const added = await queue.add(names.map((each) => under.request(each)));
      if (!added.ok) throw new Error(added.error.code);
      return added.value.map((answer) => {
        if ("error" in answer) throw new Error(answer.error.code);
        return answer.id;
      });
    };

    const expectState = (id: string, ...states: readonly (string | undefined)[]) =>
      expect
        .poll(async () => stateOf(await queue.snapshot(everything), id), { interval: 20 })
        .toBeOneOf([...states]);

    it("starts empty", async () => {
      const { rows, rowCount, totals, trouble } = await queue.snapshot(everything);
      expect(rows).toEqual([]);
      expect(rowCount).toBe(0);
      expect(Object.values(totals.files).every((count) => count === 0)).toBe(true);
      expect(trouble).toBeNull();
    });

    it("answers in the order of the requests, refusals among them", async () => {
      const [first, last] = [under.request("a.txt"), under.request("b.txt")];
      const added = await queue.add([first, under.missing, last]);
      expect(added).toMatchObject({
        ok: true,
        value: [
          { path: first.path, id: expect.any(String) },
          { path: under.missing.path, error: { code: "FileVanished" } },
          { path: last.path, id: expect.any(String) },
        ],
      });
      const { rows } = await queue.snapshot(everything);
      expect(rows.map((row) => row.path).toSorted()).toEqual([first.path, last.path].toSorted());
    });

    it("takes no request as well as many", async () => {
      expect(await queue.add([])).toEqual({ ok: true, value: [] });
    });

    it("keeps target and path as they were asked for", async () => {
      const request = under.request("año 日本 \u202e.txt");
      await queue.add([request]);
      const { rows } = await queue.snapshot(everything);
      expect(rows[0]).toMatchObject({ path: request.path, target: request.target });
    });

    it("pauses one and lets it go on", async () => {
      const [one = "", other = ""] = await addAll("a.txt", "b.txt");
      await queue.pause([one]);
      await expectState(one, "paused");
      await expectState(other, "waiting", "uploading");
      await queue.resume([one]);
      await expectState(one, "waiting", "uploading");
    });

    it("pauses all", async () => {
      const ids = await addAll("a.txt", "b.txt", "c.txt");
      await queue.pause("all");
      for (const id of ids) await expectState(id, "paused");
      expect((await queue.snapshot(everything)).totals.files.paused).toBe(3);
    });

    it("does not count a cancelled one, and sends it when it is asked again", async () => {
      const [one = "", other = ""] = await addAll("a.txt", "b.txt");
      const before = (await queue.snapshot(everything)).totals.totalBytes;
      await queue.cancel([one]);
      await expectState(one, "cancelled");
      expect((await queue.snapshot(everything)).totals.totalBytes).toBeLessThan(before);
      await queue.retry([one]);
      await expectState(one, "waiting", "uploading");
      under.letThrough();
      await expectState(one, "delivered");
      await expectState(other, "delivered");
    });

    it("takes ended ones off the screen, and those only", async () => {
      const [one = "", other = ""] = await addAll("a.txt", "b.txt");
      await queue.cancel([one]);
      await expectState(one, "cancelled");
      await queue.dismiss("all");
      await expectState(one, undefined);
      await expectState(other, "waiting", "uploading");
    });

    it("leaves everything as it is when it knows none of the ids", async () => {
      const [one = ""] = await addAll("a.txt");
      await queue.pause(["nobody"]);
      await queue.cancel(["nobody"]);
      await queue.dismiss(["nobody"]);
      await expectState(one, "waiting", "uploading");
    });

    it("shows the limit and lifts it", async () => {
      await queue.limit(1_500_000);
      expect((await queue.snapshot(everything)).limitBytesPerSecond).toBe(1_500_000);
      await queue.limit(null);
      expect((await queue.snapshot(everything)).limitBytesPerSecond).toBeNull();
    });

    it("shows a window of the rows", async () => {
      await addAll("a.txt", "b.txt", "c.txt", "d.txt", "e.txt");
      const all = (await queue.snapshot(everything)).rows.map((row) => row.id);
      const middle = await queue.snapshot({ from: 1, count: 2 });
      expect(middle.rows).toHaveLength(2);
      expect(middle).toMatchObject({ from: 1, rowCount: 5 });
      expect(all).toEqual(expect.arrayContaining(middle.rows.map((row) => row.id)));
      expect((await queue.snapshot({ from: 99, count: 2 })).rows).toEqual([]);
      expect((await queue.snapshot({ from: 0, count: 0 })).rows).toEqual([]);
    });

    it("says that something changed, until nobody wants to hear it", async () => {
      let calls = 0;
      const end = queue.subscribe(() => (calls += 1));
      const [one = ""] = await addAll("a.txt");
      await expect.poll(() => calls).toBeGreaterThan(0);
      end();
      // More than two of the 250 ms between two calls: what is not to come cannot be waited for.
      await wait(600);
      const heard = calls;
      await queue.pause([one]);
      await wait(600);
      expect(calls).toBe(heard);
    });

    it("calls back at most four times a second, and once after the last change", async () => {
      const [one = ""] = await addAll("a.txt");
      let calls = 0;
      const end = queue.subscribe(() => (calls += 1));
      const startedAtMs = performance.now();
      for (let turn = 0; turn < 40; turn += 1) {
        await queue.pause([one]);
        await queue.resume([one]);
        await wait(10);
      }
      // The last call comes within 250 ms, and on a busy machine later; how often it calls in real time is the subject.
      await wait(300);
      await expect.poll(() => calls).toBeGreaterThan(0);
      const seconds = (performance.now() - startedAtMs) / 1_000;
      end();
      expect(calls).toBeLessThanOrEqual(Math.ceil(seconds * 4) + 1);
    });

    it("speaks in plain messages", async () => {
      await addAll("a.txt", "b.txt");
      const snapshot = await queue.snapshot(everything);
      expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
    });
  });
};

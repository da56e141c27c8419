import { afterEach, describe, expect, it } from "vitest";
import { deliveryWords } from "../../../src/server/words/delivery-words.ts";
import {
  fill,
  startLoop,
  startLoopWith,
  stopLoops,
  texts,
  times,
  type Loop,
} from "../../support/sites/delivery-loop.ts";
import { knownToken, logEntry } from "../../support/values/entries.ts";

afterEach(stopLoops);

/** A loop over the queue of the one before, for as long as a digest may take. */
const restart = async (former: Loop) => {
  await former.stop();
  const next = await startLoopWith(() => null, former.queue);
  next.begin();
  await next.clock.advance(15_000);
  return next;
};

describe("runDeliveryLoop", () => {
  it("posts in the order of arrival, one a second, and forgets what Slack has", async () => {
    const loop = await startLoop();
    await fill(loop, 3);
    await loop.clock.advance(5000);
    expect(texts(loop.calls)).toEqual(["message 1", "message 2", "message 3"]);
    expect(times(loop.calls)).toEqual([0, 1000, 2000]);
    expect(await loop.queue.stats()).toMatchObject({ waiting: 0, parked: 0 });
  });

  it("waits as long as Retry-After says, then posts the same message", async () => {
    const loop = await startLoop({ kind: "later", afterMs: 30_000 });
    await fill(loop, 1);
    await loop.clock.advance(29_999);
    expect(loop.calls).toHaveLength(1);
    expect(loop.health.state()).toMatchObject({
      name: "failing",
      reason: deliveryWords.rateLimited,
    });
    await loop.clock.advance(1);
    expect(texts(loop.calls)).toEqual(["message 1", "message 1"]);
    expect(loop.health.state().name).toBe("good");
  });

  it("waits an hour at most, whatever Retry-After says", async () => {
    const loop = await startLoop({ kind: "later", afterMs: 2 ** 33 });
    await fill(loop, 1);
    await loop.clock.advance(3_599_999);
    expect(loop.calls).toHaveLength(1);
    await loop.clock.advance(1);
    expect(loop.calls).toHaveLength(2);
  });

  it.each([-3_600_000, 3_600_000])(
    "keeps its pace when the date steps by %i ms while it waits for messages",
    async (step) => {
      const loop = await startLoop();
      await fill(loop, 1);
      await loop.clock.advance(500);
      loop.clock.setDate(loop.clock.nowMs() + step);
      await loop.queue.put(logEntry({ id: "next", message: "the next" }), knownToken());
      await loop.clock.advance(499);
      expect(loop.calls).toHaveLength(1);
      await loop.clock.advance(1);
      expect(texts(loop.calls)).toEqual(["message 1", "the next"]);
    },
  );

  it("backs off longer each time that Slack fails, up to a minute", async () => {
    const failed = { kind: "failed", reason: "HTTP 500" } as const;
    const loop = await startLoop(...Array.from({ length: 8 }, () => failed));
    await fill(loop, 1);
    await loop.clock.advance(10 * 60_000);
    const gaps = times(loop.calls).map((at, index, all) => at - (all[index - 1] ?? 0));
    expect(gaps).toEqual([0, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    expect((await loop.queue.stats()).waiting).toBe(0);
  });

  it("parks the one message that Slack refuses, loudly, and goes on with the next", async () => {
    const loop = await startLoop({ kind: "refused", what: "message", reason: "msg_too_long" });
    await fill(loop, 2);
    await loop.clock.advance(5000);
    expect(texts(loop.calls)).toEqual(["message 1", "message 2"]);
    expect(await loop.queue.stats()).toMatchObject({ waiting: 0, parked: 1 });
    expect(loop.words.join("\n")).toContain("parked");
  });

  it("holds everything while Slack refuses the channel, and goes on when told that it is mended", async () => {
    const loop = await startLoop({ kind: "refused", what: "channel", reason: "channel_not_found" });
    await fill(loop, 2);
    await loop.clock.advance(5000);
    expect(loop.calls).toHaveLength(1);
    expect(loop.health.state()).toMatchObject({ name: "refused", reason: "channel_not_found" });
    expect(await loop.queue.stats()).toMatchObject({ waiting: 2, parked: 0 });
    loop.retryRequested.notify();
    await loop.clock.advance(5000);
    expect(texts(loop.calls)).toEqual(["message 1", "message 1", "message 2"]);
  });

  it("goes on at once when told so while Slack was still refusing", async () => {
    const loop = await startLoop({ kind: "refused", what: "channel", reason: "channel_not_found" });
    // The administrator has invited the bot before the answer is here.
    loop.retryRequested.notify();
    await fill(loop, 1);
    await loop.clock.advance(5000);
    expect(texts(loop.calls)).toEqual(["message 1", "message 1"]);
  });

  it("puts the list of a digest into the thread of its head", async () => {
    const loop = await startLoop();
    await fill(loop, 20);
    await loop.clock.advance(5000);
    const [head, list] = loop.calls;
    expect(head?.post.attachments[0]?.title).toContain(
      deliveryWords.digest("more file", 20, "", null),
    );
    expect(list?.post.threadTs).toBe("ts-1");
    expect(loop.calls).toHaveLength(2);
    expect((await loop.queue.stats()).waiting).toBe(0);
  });

  describe("after a restart in the middle of a digest", () => {
    const posted = { kind: "posted", ts: "head" } as const;
    const failed = { kind: "failed", reason: "HTTP 500" } as const;
    it("posts no second head, and the list into the thread of the first", async () => {
      const loop = await startLoop(posted, failed);
      await fill(loop, 20);
      await loop.clock.advance(1500);
      expect(loop.calls).toHaveLength(2);
      const { calls, queue } = await restart(loop);
      expect(calls.map(({ post }) => post.threadTs)).toEqual(["head"]);
      expect((await queue.stats()).waiting).toBe(0);
    });

    it("lists only what the thread does not have, and what came meanwhile by itself", async () => {
      const loop = await startLoop(posted, posted, failed);
      for (let number = 1; number <= 12; number += 1) {
        const message = `${number} ${"x".repeat(6000)}`;
        const entry = logEntry({ id: String(number), action: "Fail", message });
        await loop.queue.put(entry, knownToken());
      }
      loop.begin();
      await loop.clock.advance(2500);
      const before = (await loop.queue.stats()).waiting;
      expect(before).toBeLessThan(12);
      await loop.queue.put(logEntry({ id: "13", message: "13" }), knownToken());
      const { calls, queue } = await restart(loop);
      const listed = calls.flatMap(({ post }) =>
        post.attachments.map(({ text = "" }) => Number.parseInt(text, 10)),
      );
      const left = Array.from({ length: before + 1 }, (_, index) => 13 - before + index);
      expect(listed.filter((number) => !Number.isNaN(number))).toEqual(left);
      const threads = calls.map(({ post }) => post.threadTs);
      expect(threads.at(-1)).toBeUndefined();
      expect(new Set(threads.slice(0, -1))).toEqual(new Set(["head"]));
      expect((await queue.stats()).waiting).toBe(0);
    });

    it("goes on with one long message behind its beginning", async () => {
      const loop = await startLoop(posted, failed);
      const message = "x".repeat(200_000);
      await loop.queue.put(logEntry({ message }), knownToken());
      loop.begin();
      await loop.clock.advance(1500);
      const [head, second] = loop.calls;
      expect(head?.post.threadTs).toBeUndefined();
      const { calls, queue } = await restart(loop);
      expect(calls[0]?.post).toEqual(second?.post);
      expect((await queue.stats()).waiting).toBe(0);
    });

    it("begins another head for what comes after, also for what was parked and is put back", async () => {
      const refused = { kind: "refused", what: "message", reason: "invalid_attachments" } as const;
      const loop = await startLoopWith(({ attachments }) =>
        JSON.stringify(attachments).includes("poison.pdf") ? refused : null,
      );
      for (let number = 1; number <= 20; number += 1) {
        const key = number === 7 ? "poison.pdf" : `${number}.pdf`;
        await loop.queue.put(logEntry({ id: String(number), key }), knownToken());
      }
      loop.begin();
      await loop.clock.advance(30_000);
      expect(await loop.queue.stats()).toMatchObject({ waiting: 0, parked: 1 });
      expect(await loop.queue.begun.read()).toBeNull();
      await loop.queue.unpark();
      const { calls } = await restart(loop);
      expect(calls.map(({ post }) => post.threadTs)).toEqual([undefined]);
    });
  });

  it("does not post again what Slack has while the disk refuses to note it", async () => {
    const loop = await startLoop();
    const ack = loop.queue.ack.bind(loop.queue);
    let failures = 3;
    loop.queue.ack = async (positions) => {
      failures -= 1;
      if (failures >= 0) throw new Error("disk full");
      await ack(positions);
    };
    await fill(loop, 2);
    await loop.clock.advance(60_000);
    expect(texts(loop.calls)).toEqual(["message 1", "message 2"]);
    expect((await loop.queue.stats()).waiting).toBe(0);
  });

  it("does not list again what a thread has when the rest of it is refused", async () => {
    const posted = { kind: "posted", ts: "head" } as const;
    const loop = await startLoop(posted, posted, {
      kind: "refused",
      what: "message",
      reason: "msg_too_long",
    });
    for (let number = 1; number <= 12; number += 1) {
      const message = `${number} ${"x".repeat(6000)}`;
      await loop.queue.put(logEntry({ id: String(number), action: "Fail", message }), knownToken());
    }
    loop.begin();
    await loop.clock.advance(15_000);
    const listed = loop.calls.flatMap(({ post }) =>
      post.attachments.map(({ text = "" }) => Number.parseInt(text, 10)),
    );
    expect(listed.filter((number) => number <= 4)).toEqual([1, 2, 3, 4]);
    expect(new Set(listed.slice(-8))).toEqual(new Set([5, 6, 7, 8, 9, 10, 11, 12]));
    expect(await loop.queue.stats()).toMatchObject({ waiting: 0, parked: 0 });
  });

  it("waits longer each time where a limit does not say how long, up to five minutes", async () => {
    const later = { kind: "later", afterMs: null } as const;
    const loop = await startLoop(...Array.from({ length: 6 }, () => later));
    await fill(loop, 1);
    await loop.clock.advance(20 * 60_000);
    const gaps = times(loop.calls).map((at, index, all) => at - (all[index - 1] ?? 0));
    expect(gaps).toEqual([0, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
    expect(await loop.queue.stats()).toMatchObject({ waiting: 0, parked: 0 });
  });
});

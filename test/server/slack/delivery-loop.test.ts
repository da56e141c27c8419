import { afterEach, describe, expect, it } from "vitest";
import type { PostAnswer, SlackPost } from "../../../src/server/ports.ts";
import { createWakeSignal } from "../../../src/server/queue/wake-signal.ts";
import { createDeliveryHealth } from "../../../src/server/slack/delivery-health.ts";
import { runDeliveryLoop } from "../../../src/server/slack/delivery-loop.ts";
import { deliveryWords } from "../../../src/server/words/delivery-words.ts";
import { knownToken, logEntry } from "../../support/values/entries.ts";
import { openTestQueue, type TestQueue } from "../../support/sites/test-queue.ts";
import { createManualClock } from "../../support/fakes/manual-clock.ts";

const open: { readonly queue: TestQueue; readonly stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const { queue, stop } of open.splice(0)) {
    await stop();
    await queue.remove();
  }
});

interface Call {
  readonly post: SlackPost;
  readonly atMs: number;
}

/** A delivery loop over a real queue and a clock that the test turns; Slack answers from a script, then takes all. */
const startLoop = async (...script: readonly PostAnswer[]) => {
  const queue = await openTestQueue();
  const clock = createManualClock(1_000_000);
  const calls: Call[] = [];
  const words: string[] = [];
  const answers = [...script];
  const note = (_data: object, line: string) => words.push(line);
  const health = createDeliveryHealth(() => {});
  const controller = new AbortController();
  const retryRequested = createWakeSignal();
  const begin = () => {
    const running = runDeliveryLoop(
      {
        queue,
        clock,
        health,
        retryRequested,
        random: () => 1,
        intervalMs: 1000,
        log: { debug: note, info: note, warn: note, error: note },
        slack: {
          post: async (post) => {
            calls.push({ post, atMs: clock.nowMs() });
            return answers.shift() ?? { kind: "posted", ts: `ts-${calls.length}` };
          },
          whoAmI: async () => ({ ok: true, value: "test" }),
        },
      },
      controller.signal,
    );
    open.push({
      queue,
      stop: async () => {
        controller.abort();
        await running.catch((thrown: unknown) => {
          if (thrown !== controller.signal.reason) throw thrown;
        });
      },
    });
  };
  return { queue, clock, calls, words, health, retryRequested, begin };
};

const texts = (calls: readonly Call[]) => calls.map(({ post }) => post.attachments[0]?.text);
const times = (calls: readonly Call[]) => calls.map(({ atMs }) => atMs - 1_000_000);

const fill = async (loop: Awaited<ReturnType<typeof startLoop>>, count: number) => {
  for (let number = 1; number <= count; number += 1) {
    await loop.queue.put(
      logEntry({ id: String(number), message: `message ${number}` }),
      knownToken(),
    );
  }
  loop.begin();
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
    await loop.clock.advance(5000);
    expect(await loop.queue.stats()).toMatchObject({ waiting: 0, parked: 8 });
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

const threads = ({ calls }: { readonly calls: readonly Call[] }) =>
  calls.map(({ post }) => post.threadTs ?? null);
const heads = ({ calls }: { readonly calls: readonly Call[] }) =>
  calls.filter(({ post }) => post.attachments[0]?.title?.includes("more files") === true);

const posted = { kind: "posted", ts: "head" } as const;
const refused = (what: "reply" | "no threads" | "channel") =>
  ({ kind: "refused", what, reason: "no_replies" }) as const;

describe("a channel that takes no replies", () => {
  it("gets the list at the top level, one head each, and is not asked for a thread again", async () => {
    const loop = await startLoop(posted, refused("no threads"));
    await fill(loop, 20);
    await loop.clock.advance(10_000);
    expect(threads(loop)).toEqual([null, "head", null]);
    for (let number = 21; number <= 40; number += 1) {
      await loop.queue.put(
        logEntry({ id: String(number), message: `message ${number}` }),
        knownToken(),
      );
    }
    await loop.clock.advance(10_000);
    expect(new Set(threads(loop).slice(3))).toEqual(new Set([null]));
    expect(heads(loop)).toHaveLength(2);
    expect(heads(loop)[1]?.post.attachments[0]?.text).toContain("below");
    expect(await loop.queue.stats()).toMatchObject({ waiting: 0, parked: 0 });
    expect(loop.health.state().name).toBe("good");
  });

  it.each(["reply", "channel"] as const)(
    "or not to this thread (%s), gets this list at the top level, and the next in a thread",
    async (what) => {
      const loop = await startLoop(posted, refused(what));
      await fill(loop, 20);
      await loop.clock.advance(10_000);
      expect(threads(loop)).toEqual([null, "head", null]);
      for (let number = 21; number <= 40; number += 1) {
        await loop.queue.put(
          logEntry({ id: String(number), message: `message ${number}` }),
          knownToken(),
        );
      }
      await loop.clock.advance(10_000);
      expect(heads(loop)).toHaveLength(2);
      expect(threads(loop).at(-1)).toMatch(/^ts-/);
      expect(await loop.queue.stats()).toMatchObject({ waiting: 0, parked: 0 });
    },
  );

  it("is not told of the same files twice when it is closed behind the head", async () => {
    const loop = await startLoop(posted, refused("channel"), refused("channel"));
    await fill(loop, 20);
    await loop.clock.advance(10_000);
    expect(await loop.queue.stats()).toMatchObject({ waiting: 20, parked: 0 });
    expect(loop.health.state().name).toBe("refused");
    await loop.queue.put(logEntry({ id: "21", message: "message 21" }), knownToken());
    loop.retryRequested.notify();
    await loop.clock.advance(10_000);
    // The list, in its thread again, then what came meanwhile.
    expect(threads(loop)).toEqual([null, "head", null, "head", null]);
    expect(heads(loop)).toHaveLength(1);
    expect(texts(loop.calls).at(-1)).toBe("message 21");
    expect((await loop.queue.stats()).waiting).toBe(0);
  });

  it("is told anew when another server has dealt with some of the files meanwhile", async () => {
    const loop = await startLoop(posted, refused("channel"), refused("channel"));
    await fill(loop, 20);
    await loop.clock.advance(10_000);
    const [first] = await loop.queue.oldest(1);
    await loop.queue.ack([first?.position ?? ""]);
    loop.retryRequested.notify();
    await loop.clock.advance(10_000);
    expect(heads(loop).map(({ post }) => post.attachments[0]?.title)).toEqual([
      expect.stringContaining("20 more files"),
      expect.stringContaining("19 more files"),
    ]);
    expect((await loop.queue.stats()).waiting).toBe(0);
  });

  it("is not told again when the disk refuses to park what it refused", async () => {
    const message = { kind: "refused", what: "message", reason: "msg_too_long" } as const;
    const loop = await startLoop(posted, message);
    const park = loop.queue.park.bind(loop.queue);
    let failures = 2;
    loop.queue.park = async (...given) => {
      failures -= 1;
      if (failures >= 0) throw new Error("disk full");
      await park(...given);
    };
    await fill(loop, 20);
    await loop.clock.advance(60_000);
    expect(heads(loop)).toHaveLength(1);
    expect(await loop.queue.stats()).toMatchObject({ waiting: 0, parked: 20 });
  });
});

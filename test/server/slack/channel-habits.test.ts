import { afterEach, describe, expect, it } from "vitest";
import {
  fill,
  startLoop,
  startLoopWith,
  stopLoops,
  texts,
  type Loop,
} from "../../support/sites/delivery-loop.ts";
import { knownToken, logEntry } from "../../support/values/entries.ts";

afterEach(stopLoops);

const threads = ({ calls }: Pick<Loop, "calls">) => calls.map(({ post }) => post.threadTs ?? null);
const heads = ({ calls }: Pick<Loop, "calls">) =>
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

  it("is told of the rest below the same head when another server has dealt with some of the files meanwhile", async () => {
    const loop = await startLoop(posted, refused("channel"), refused("channel"));
    await fill(loop, 20);
    await loop.clock.advance(10_000);
    const [first] = await loop.queue.oldest(1);
    await loop.queue.ack([first?.position ?? ""]);
    loop.retryRequested.notify();
    await loop.clock.advance(10_000);
    expect(heads(loop)).toHaveLength(1);
    expect(threads(loop)).toEqual([null, "head", null, "head"]);
    const list = String(texts(loop.calls).at(-1));
    expect(list.split("\n").filter(Boolean)).toHaveLength(19);
    expect((await loop.queue.stats()).waiting).toBe(0);
  });

  it("is not told again when the disk refuses to park what it refused", async () => {
    const message = { kind: "refused", what: "message", reason: "msg_too_long" } as const;
    const answers = [posted];
    const loop = await startLoopWith(() => answers.shift() ?? message);
    const park = loop.queue.park.bind(loop.queue);
    let failures = 2;
    loop.queue.park = async (...given) => {
      failures -= 1;
      if (failures >= 0) throw new Error("disk full");
      await park(...given);
    };
    await fill(loop, 20);
    await loop.clock.advance(90_000);
    expect(heads(loop)).toHaveLength(1);
    expect(await loop.queue.stats()).toMatchObject({ waiting: 0, parked: 20 });
  });
});

import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { PostAnswer, SlackPost } from "../../../src/server/ports.ts";
import { startLoopWith, stopLoops, type Loop } from "../../support/sites/delivery-loop.ts";
import { knownToken, logEntry } from "../../support/values/entries.ts";

afterEach(stopLoops);

const refusal: PostAnswer = { kind: "refused", what: "message", reason: "invalid_attachments" };

/** Slack refuses whatever holds a poisoned message. */
const refusePoison = (post: SlackPost) =>
  JSON.stringify(post.attachments).includes("POISON") ? refusal : null;

interface Sent {
  readonly sender: number;
  readonly isPoison: boolean;
}

const textOf = ({ isPoison }: Sent, index: number) => `[m${index}]${isPoison ? "POISON" : ""}`;

const put = async (loop: Loop, sent: readonly Sent[]) => {
  for (const [index, one] of sent.entries()) {
    const message = textOf(one, index);
    const entry = { id: `${index}`, key: message, message, sender: `user-${one.sender}` };
    await loop.queue.put(logEntry(entry), knownToken());
  }
};

const numbersIn = ({ attachments }: SlackPost): readonly number[] => {
  // A message that stands alone shows its number twice, in the text and as the file.
  const shown = JSON.stringify(attachments.map(({ text, fields }) => [text, fields]));
  return [...new Set(Array.from(shown.matchAll(/\[m(\d+)\]/g), ([, number]) => Number(number)))];
};

/** The numbers of the messages in posts that Slack took, in its order, repeats included. */
const arrived = ({ calls }: Pick<Loop, "calls">): readonly number[] =>
  calls.flatMap(({ post }) => (refusePoison(post) === null ? numbersIn(post) : []));

describe("a digest that Slack refuses for one of its messages", () => {
  it("carries the 59 others of 20 senders, and parks the one; retried, again only this one", async () => {
    const loop = await startLoopWith(refusePoison);
    const sent = Array.from({ length: 60 }, (_, index) => ({
      sender: index % 20,
      isPoison: index === 31,
    }));
    await put(loop, sent);
    loop.begin();
    await loop.clock.advance(60_000);
    const others = sent.flatMap(({ isPoison }, index) => (isPoison ? [] : [index]));
    expect(arrived(loop)).toEqual(others);
    expect(await loop.queue.stats()).toMatchObject({ waiting: 0, parked: 1 });
    await loop.queue.unpark();
    await put(
      loop,
      sent.map((one) => ({ ...one, isPoison: false })),
    );
    await loop.clock.advance(60_000);
    expect(await loop.queue.stats()).toMatchObject({ waiting: 0, parked: 1 });
  });

  it("takes a few tries for it, not one for each message", async () => {
    const loop = await startLoopWith(refusePoison);
    await put(
      loop,
      Array.from({ length: 256 }, (_, index) => ({ sender: 1, isPoison: index === 77 })),
    );
    loop.begin();
    await loop.clock.advance(120_000);
    expect(await loop.queue.stats()).toMatchObject({ waiting: 0, parked: 1 });
    expect(loop.calls.length).toBeLessThan(40);
  });

  it("parks exactly what is refused alone, loses and repeats nothing, keeps each sender's order", async () => {
    const one = fc.record({ sender: fc.nat(12), isPoison: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 40 }), async (sent) => {
        const loop = await startLoopWith(refusePoison);
        await put(loop, sent);
        loop.begin();
        await loop.clock.advance(300_000);
        const good = sent.flatMap(({ isPoison }, index) => (isPoison ? [] : [index]));
        const found = arrived(loop);
        expect(found.toSorted((a, b) => a - b)).toEqual(good);
        for (let sender = 0; sender <= 12; sender += 1) {
          const ofSender = found.filter((index) => sent[index]?.sender === sender);
          expect(ofSender).toEqual(ofSender.toSorted((a, b) => a - b));
        }
        const poisoned = sent.length - good.length;
        expect(await loop.queue.stats()).toMatchObject({ waiting: 0, parked: poisoned });
        await stopLoops();
      }),
      { numRuns: 25 },
    );
  });

  it("is split behind a head that Slack has, in the same thread, without another head", async () => {
    const loop = await startLoopWith(refusePoison);
    await put(
      loop,
      Array.from({ length: 20 }, (_, index) => ({ sender: 1, isPoison: index === 3 })),
    );
    loop.begin();
    await loop.clock.advance(60_000);
    const heads = loop.calls.filter(({ post }) => post.threadTs === undefined);
    expect(heads).toHaveLength(1);
    expect(arrived(loop)).toHaveLength(19);
  });

  it("goes on in its parts when Slack closes the channel in between", async () => {
    let isClosed = false;
    const loop = await startLoopWith((post) => {
      if (isClosed) return { kind: "refused", what: "channel", reason: "is_archived" };
      return refusePoison(post);
    });
    await put(
      loop,
      Array.from({ length: 20 }, (_, index) => ({ sender: 1, isPoison: index === 3 })),
    );
    loop.begin();
    await loop.clock.advance(2500);
    isClosed = true;
    await loop.clock.advance(10_000);
    isClosed = false;
    loop.retryRequested.notify();
    await loop.clock.advance(120_000);
    expect(new Set(arrived(loop)).size).toBe(19);
    expect(await loop.queue.stats()).toMatchObject({ waiting: 0, parked: 1 });
  });
});

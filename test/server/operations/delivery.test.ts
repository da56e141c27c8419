import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startDelivery, type Delivery } from "../../../src/server/operations/delivery.ts";
import { createQueueProgress } from "../../../src/server/operations/queue-progress.ts";
import { createDeliveryHealth } from "../../../src/server/slack/delivery-health.ts";
import { deliveryWords } from "../../../src/server/words/delivery-words.ts";
import { queueWords } from "../../../src/server/words/queue-words.ts";
import { knownToken, logEntry } from "../../support/values/entries.ts";
import { createManualClock, type ManualClock } from "../../support/fakes/manual-clock.ts";
import { openTestQueue, type TestQueue } from "../../support/sites/test-queue.ts";

let queue: TestQueue;
let clock: ManualClock;
let posts: number;
let words: string[];
beforeEach(async () => {
  queue = await openTestQueue();
  clock = createManualClock(1_000_000);
  posts = 0;
  words = [];
});
afterEach(async () => queue.remove());

const note = (_data: object, line: string) => words.push(line);

const start = (): Delivery => {
  return startDelivery({
    queue,
    clock,
    health: createDeliveryHealth(() => {}),
    progress: createQueueProgress(clock),
    random: () => 1,
    intervalMs: 1000,
    log: { debug: note, info: note, warn: note, error: note },
    slack: {
      post: async () => {
        posts += 1;
        return { kind: "posted", ts: "1" };
      },
      whoAmI: async () => ({ ok: true, value: "test" }),
    },
  });
};

describe("startDelivery", () => {
  it("starts again after the queue could not be read, and delivers", async () => {
    const oldest = queue.oldest.bind(queue);
    let failures = 2;
    queue.oldest = async (limit) => {
      failures -= 1;
      if (failures >= 0) throw new Error("the disk is gone");
      return oldest(limit);
    };
    await queue.put(logEntry(), knownToken());
    const delivery = start();
    await clock.advance(20_000);
    expect(posts).toBe(1);
    expect(words).toContain(deliveryWords.restarting("delivery"));
    await delivery.stop();
  });

  it("says so, and lives on, when parked messages cannot be put back", async () => {
    queue.unpark = async () => {
      throw new Error("the disk is full");
    };
    const delivery = start();
    await delivery.retry();
    expect(words.join()).toContain(queueWords.cannotRetry);
    await delivery.stop();
  });

  it("forgets old Ids by itself", async () => {
    const nowMs = clock.nowMs();
    await queue.put(logEntry({ receivedAtMs: nowMs }), knownToken());
    const delivery = start();
    await clock.advance(2000);
    expect(await queue.put(logEntry(), knownToken())).toEqual({ ok: true, value: "seen" });
    await clock.advance(3_700_000);
    // The sweep lets others in between its steps.
    for (let turn = 0; turn < 300; turn += 1) await new Promise(setImmediate);
    expect(await queue.put(logEntry(), knownToken())).toEqual({ ok: true, value: "accepted" });
    await delivery.stop();
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createManualClock, type ManualClock } from "../../support/fakes/manual-clock.ts";
import { startLogApp, type LogApp } from "../../support/sites/log-app.ts";
import { queueWords } from "../../../src/server/words/queue-words.ts";
import { createQueueProgress } from "../../../src/server/operations/queue-progress.ts";

const startMs = 1_800_000_000_000;
let clock: ManualClock;
let app: LogApp;
beforeEach(async () => {
  clock = createManualClock(startMs);
  app = await startLogApp({ clock });
});
afterEach(async () => app.close());

const ready = async () => {
  const response = await fetch(`${app.url}/ready`);
  const { reasons, queue }: { reasons: readonly string[]; queue: { ageSeconds: number } } =
    JSON.parse(await response.text());
  return { status: response.status, reasons: reasons.join(), ageSeconds: queue.ageSeconds };
};
const post = async () =>
  app.post(JSON.stringify({ Auth: app.token, Action: "Success", LogMessage: "m" }));
const metrics = async () => (await fetch(`${app.url}/metrics`)).text();

describe("a queue from which nobody posts", () => {
  it.each(["good", "untried"])(
    "makes the server unready after a minute while Slack is %s",
    async (name) => {
      if (name === "good") app.health.answered({ kind: "posted", ts: "1" }, clock.nowMs());
      await post();
      expect((await ready()).status).toBe(200);
      await clock.advance(61_000);
      expect(await ready()).toMatchObject({
        status: 503,
        reasons: expect.stringContaining(queueWords.stuck),
      });
    },
  );

  it("is no reason while Slack fails, and none while messages go out one after the other", async () => {
    await post();
    await post();
    expect((await ready()).status).toBe(200);
    await clock.advance(50_000);
    await app.queue.ack((await app.queue.oldest(1)).map(({ position }) => position));
    expect((await ready()).status).toBe(200);
    await clock.advance(50_000);
    expect((await ready()).status).toBe(200);
    app.health.answered({ kind: "failed", reason: "HTTP 500" }, clock.nowMs());
    await clock.advance(60_000);
    expect((await ready()).status).toBe(200);
  });
});

describe("a date that is set back by an hour", () => {
  it("hides neither a queue that stands still nor the age of what waits", async () => {
    app.health.answered({ kind: "posted", ts: "1" }, clock.nowMs());
    await post();
    expect((await ready()).status).toBe(200);
    clock.setDate(startMs - 3_600_000);
    await clock.advance(90_000);
    expect(await ready()).toMatchObject({ status: 503, ageSeconds: 90 });
    expect(await metrics()).toContain("log_queue_age_seconds 90");
  });

  it("shows no age below zero for what arrived before it", async () => {
    await post();
    clock.setDate(startMs - 3_600_000);
    expect(await metrics()).toContain("log_queue_age_seconds 0");
    expect((await ready()).ageSeconds).toBe(0);
  });
});

it("watches the queue by itself, so that the first question has the whole answer", async () => {
  const progress = createQueueProgress(clock);
  const controller = new AbortController();
  const watching = progress.watch(app.queue, controller.signal);
  await post();
  await clock.advance(70_000);
  expect(progress.stillMs(await app.queue.stats())).toBeGreaterThan(60_000);
  controller.abort(new Error("stop"));
  await expect(watching).rejects.toThrow("stop");
});

import { describe, expect, it } from "vitest";
import type { AppError } from "../../../src/domain/errors.ts";
import type { QueueSnapshot } from "../../../src/services/ports/transfer-view.ts";
import { QueueScreen } from "../../../src/tui/screens/queue/QueueScreen.tsx";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { failureWords } from "../../../src/words/failure.ts";
import { queueWords } from "../../../src/words/queue.ts";
import { scrollWords } from "../../../src/words/scroll.ts";
import { keys, showOnInk } from "../../support/sites/ink-screen.ts";
import { keyHint } from "../../support/values/key-hint.ts";
import { screenPropsFor } from "../../support/sites/screen-props.ts";
import { createStillQueue, someSnapshot, someView } from "../../support/fakes/still-queue.ts";

const denied: AppError = { code: "AccessDenied", right: "write", bucket: "acme-inbox" };

const openQueue = async (snapshot: QueueSnapshot) => {
  const { queue, asked } = createStillQueue(snapshot);
  const { props, events, notes } = screenPropsFor({ queue }, { columns: 100, rows: 23 });
  const screen = await showOnInk(<QueueScreen {...props} />);
  return { ...screen, asked, events, notes };
};

describe("the queue", () => {
  it("shows where a file goes that does not go where the app delivers to now", async () => {
    const other = { connection: "acme", bucket: "other-inbox", key: "a.pdf" };
    const queue = await openQueue(someSnapshot([someView({ target: other })]));
    await queue.until("other-inbox/a.pdf");
    queue.unmount();
  });

  it("counts acknowledged bytes, and says 99 % until the store has confirmed", async () => {
    const sizeBytes = 12 * 1024 ** 2;
    const queue = await openQueue(
      someSnapshot([
        someView({ id: "a", ackedBytes: sizeBytes * 0.61, partsDone: 7 }),
        someView({ id: "b", ackedBytes: sizeBytes, partsDone: 12 }),
        someView({ id: "c", ackedBytes: sizeBytes, isVerifying: true }),
        someView({ id: "d", state: "delivered", verified: "crc32-full-object", receiptId: "r" }),
      ]),
    );
    await queue.until("7 of 12 parts");
    expect(queue.frame()).toMatch(/61% .* 7 of 12 parts/);
    expect(queue.frame()).toMatch(/99% .* 12 of 12 parts/);
    expect(queue.frame()).toContain(queueWords.verifying);
    expect(queue.frame()).toMatch(/delivered {2}verified/);
    expect(queue.frame()).not.toContain("100%");
    queue.unmount();
  });

  it("says from which part it goes on, when parts were sent before", async () => {
    const queue = await openQueue(someSnapshot([someView({ resumedFromPart: 5, partsDone: 4 })]));
    await queue.until(queueWords.goingOn(5));
    queue.unmount();
  });

  it.each([
    [{ rateBytesPerSecond: null }, queueWords.estimating],
    [{ rateBytesPerSecond: 11.8 * 1024 ** 2, secondsLeft: 70 }, "11.8 MiB/s · 1 min 10 s left"],
    [{ stalledForMs: 30_000 }, queueWords.stalled(30_000)],
  ])("says of %j: %s", async (totals, words) => {
    const queue = await openQueue(someSnapshot([someView()], { totals }));
    await queue.until(words);
    queue.unmount();
  });

  it("says that a storage service which does not answer is tried again by itself", async () => {
    const away = { code: "EndpointUnreachable", host: "s3.example", reason: "timeout" } as const;
    const queue = await openQueue({ ...someSnapshot([someView({})]), trouble: away });
    await queue.until(errorWords(away).happened.slice(0, 30));
    expect(queue.frame()).toContain(`⟳ ${queueWords.triesByItself}`);
    queue.unmount();
    const wrong = { code: "WrongSecret" } as const;
    const other = await openQueue({ ...someSnapshot([someView({})]), trouble: wrong });
    await other.until(errorWords(wrong).happened.slice(0, 30));
    expect(other.frame()).not.toContain(queueWords.triesByItself);
    other.unmount();
  });

  it("says when it tries again, and why", async () => {
    const retry = { attempt: 2, inMs: 5_000, error: { code: "Stalled", idleMs: 30_000 } } as const;
    const queue = await openQueue(someSnapshot([someView({ retry })]));
    await queue.until(queueWords.tryingAgain(retry));
    queue.unmount();
  });

  it("tries one again with r, and all failed ones with R", async () => {
    const failed = someView({ state: "failed", error: denied });
    const queue = await openQueue(someSnapshot([failed, someView({ id: "t2" })]));
    await queue.until(errorWords(denied).happened.slice(0, -1));
    expect(queue.frame()).toContain(keyHint("queue", "retryAll"));
    await queue.press("r", "R");
    expect(queue.asked).toEqual([
      ["retry", ["t1"]],
      ["retry", "all"],
    ]);
    queue.unmount();
  });

  it("pauses the highlighted one alone, so that others pass it", async () => {
    const queue = await openQueue(
      someSnapshot([someView({ id: "a" }), someView({ id: "b", state: "waiting" })]),
    );
    await queue.until("waiting");
    expect(queue.frame()).not.toContain(keyHint("queue", "showOwnerNotice"));
    await queue.press(keys.down, "p");
    expect(queue.asked).toEqual([["pause", ["b"]]]);
    queue.unmount();
  });

  it("asks before it stops one, and says that nothing is deleted", async () => {
    const queue = await openQueue(someSnapshot([someView()]));
    await queue.until("report.pdf");
    await queue.press("x");
    expect(queue.frame()).toContain(queueWords.cancelExplained);
    await queue.press(keys.enter);
    expect(queue.asked).toEqual([]);
    queue.unmount();
  });

  it("cancels a failed one at once, as the menu of its failure does", async () => {
    const queue = await openQueue(someSnapshot([someView({ state: "failed", error: denied })]));
    await queue.until("report.pdf");
    await queue.press("x");
    expect(queue.asked).toEqual([["cancel", ["t1"]]]);
    queue.unmount();
  });

  it("gives the error of a failed one to the notice for the bucket owner for the owner of the bucket", async () => {
    const view = someView({
      state: "failed",
      error: denied,
      target: { connection: "south", bucket: "south-inbox", key: "in/report.pdf" },
    });
    const about = { connection: "south", prefix: "in/" };
    const notice = [
      expect.objectContaining({ error: denied, about: expect.objectContaining(about) }),
    ];
    const queue = await openQueue(someSnapshot([view]));
    await queue.until("failed");
    await queue.press("o");
    expect(queue.events).toEqual(notice);
    await queue.press(keys.enter, "o");
    expect(queue.events).toEqual([...notice, ...notice]);
    queue.unmount();
  });

  it("counts at the end what became of the files", async () => {
    const queue = await openQueue(
      someSnapshot([
        someView({ id: "a", state: "delivered" }),
        someView({ id: "b", state: "delivered" }),
        someView({ id: "c", state: "failed", error: denied }),
      ]),
    );
    await queue.until("2 delivered · 1 failed");
    queue.unmount();
  });

  it("notes trouble with the log server quietly, and as no failure of a file", async () => {
    const trouble = { code: "LogServerUnreachable", host: "log", reason: "refused" } as const;
    const queue = await openQueue(
      someSnapshot([someView({ state: "delivered" })], { log: { waiting: 2, trouble } }),
    );
    await queue.until(queueWords.logWaiting(2));
    expect(queue.frame()).not.toContain("failed");
    queue.unmount();
  });

  it("notes a clock that is wrong, and made up for, as quietly", async () => {
    const snapshot = someSnapshot([someView({ state: "delivered" })], { clockSkewMinutes: -20 });
    const queue = await openQueue(snapshot);
    await queue.until(queueWords.clockOff(-20));
    expect(queue.frame()).not.toContain("failed");
    queue.unmount();
  });

  it("says when all of it stands still for one reason, and what to do", async () => {
    const queue = await openQueue(
      someSnapshot([someView({ state: "waiting" })], { trouble: { code: "WrongSecret" } }),
    );
    await queue.until(errorWords({ code: "WrongSecret" }).happened);
    queue.unmount();
  });

  it("says where the cursor stands in a list that goes on, and nothing of one in sight", async () => {
    const rows = Array.from({ length: 40 }, (_, at) =>
      someView({ id: `t${at}`, state: "waiting" }),
    );
    const queue = await openQueue(someSnapshot(rows));
    await queue.until(scrollWords.position(1, 40));
    await queue.press(keys.down);
    await queue.until(scrollWords.position(2, 40));
    queue.unmount();
    const short = await openQueue(someSnapshot(rows.slice(0, 3)));
    await short.until("waiting");
    expect(short.frame()).not.toContain(scrollWords.position(1, 3));
    short.unmount();
  });

  it("names the key that types a new token first, so that a narrow window shows it", async () => {
    const trouble = { code: "LogServerRefused", status: 401, permanent: true } as const;
    const { queue } = createStillQueue(
      someSnapshot([someView({ state: "delivered" })], { log: { waiting: 2, trouble } }),
    );
    const { props } = screenPropsFor({ queue }, { columns: 40, rows: 11 });
    const screen = await showOnInk(<QueueScreen {...props} />);
    await screen.until(failureWords.tokenRefused("acme").slice(0, 20));
    expect(failureWords.tokenRefused("acme").slice(0, 20)).toMatch(/^n /);
    screen.unmount();
  });

  it("names the next key when it is empty", async () => {
    const queue = await openQueue(someSnapshot([]));
    await queue.until(queueWords.empty);
    queue.unmount();
  });
});

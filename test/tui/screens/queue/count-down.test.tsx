import { expect, it, describe } from "vitest";
import type { AppError } from "../../../../src/domain/errors.ts";
import { noFiles, type QueueSnapshot } from "../../../../src/services/ports/transfer-view.ts";
import { QueueScreen } from "../../../../src/tui/screens/queue/QueueScreen.tsx";
import { batchWords } from "../../../../src/words/batch.ts";
import { queueWords } from "../../../../src/words/queue.ts";
import { createManualClock } from "../../../support/fakes/manual-clock.ts";
import { createStillQueue, someSnapshot, someView } from "../../../support/fakes/still-queue.ts";
import { showOnInk } from "../../../support/sites/ink-screen.ts";
import { screenPropsFor } from "../../../support/sites/screen-props.ts";
import { someBatch } from "../../../support/values/some-batch.ts";

const away: AppError = { code: "EndpointUnreachable", host: "s3.example", reason: "timeout" };
const waiting = someView({ state: "waiting", batchId: "b1" });
const batch = someBatch({ files: { ...noFiles, waiting: 1 }, totalBytes: waiting.sizeBytes });
const held: QueueSnapshot = {
  ...someSnapshot([waiting]),
  batches: [batch],
  trouble: away,
  nextTryInMs: 42_000,
};

const open = async (snapshot: QueueSnapshot, size = { columns: 80, rows: 23 }) => {
  const clock = createManualClock();
  const { queue, asked, become } = createStillQueue(snapshot);
  const { props } = screenPropsFor({ queue, clock }, size);
  const screen = await showOnInk(<QueueScreen {...props} />);
  return { ...screen, clock, props, asked, become };
};

describe("a storage service that does not answer", () => {
  it.each([
    [80, 23],
    [40, 11],
  ])("is counted down to at %d × %d, a second at a time", async (columns, rows) => {
    const screen = await open(held, { columns, rows });
    await screen.until(queueWords.countDown(42_000));
    await screen.clock.advance(999);
    expect(screen.frame()).toContain(queueWords.countDown(42_000));
    await screen.clock.advance(1);
    await screen.until(queueWords.countDown(41_000));
    await screen.clock.advance(41_000);
    await screen.until(queueWords.countDown(0));
    expect(screen.clock.sleepers()).toBe(0);
    screen.unmount();
  });

  it("holds what waits, and says so", async () => {
    const screen = await open(held);
    await screen.until(batchWords.title(batch, held));
    const word = queueWords.stateOf("waiting", held);
    expect(word).not.toBe(queueWords.state.waiting);
    expect(screen.frame()).toMatch(new RegExp(`report.pdf .*${word}`));
    screen.become({ ...held, trouble: null });
    await screen.until(batchWords.title(batch, { trouble: null }));
    screen.unmount();
  });

  it.each([
    [80, 23],
    [40, 11],
  ])("is counted down to at %d × %d, too, while files to others go on", async (columns, rows) => {
    const hold = { error: away, connection: "acme", bucket: "acme-inbox", nextTryInMs: 3_000 };
    const others = [someView(), { ...waiting, heldBy: away }];
    const snapshot: QueueSnapshot = { ...someSnapshot(others), holds: [hold] };
    const screen = await open(snapshot, { columns, rows });
    await screen.until(queueWords.countDown(3_000, "R"));
    expect(screen.frame()).not.toContain(queueWords.triesByItself);
    await screen.clock.advance(1_000);
    await screen.until(queueWords.countDown(2_000, "R"));
    await screen.clock.advance(2_000);
    await screen.until(queueWords.countDown(0));
    expect(screen.clock.sleepers()).toBe(0);
    screen.unmount();
  });

  it.each([
    [80, 23],
    [40, 11],
  ])("is named with whose files it holds, at %d × %d", async (columns, rows) => {
    const refused = { error: { code: "WrongSecret" }, connection: "lab", bucket: null } as const;
    const others = [someView(), { ...waiting, heldBy: refused.error }];
    const screen = await open({ ...someSnapshot(others), holds: [refused] }, { columns, rows });
    await screen.until(queueWords.heldFor(refused));
    screen.unmount();
  });

  it("is tried now with r", async () => {
    const screen = await open(held);
    await screen.until(queueWords.countDown(42_000));
    await screen.press("r");
    expect(screen.asked).toContainEqual(["retry", [waiting.id]]);
    screen.unmount();
  });

  it("costs no frame where nobody looks, or the queue says nothing of it", async () => {
    const screen = await open(held);
    await screen.until(queueWords.countDown(42_000));
    await screen.rerender(<QueueScreen {...screen.props} isVisible={false} />);
    expect(screen.clock.sleepers()).toBe(0);
    screen.unmount();
    const { nextTryInMs: _, ...older } = held;
    const other = await open(older);
    await other.until(queueWords.triesByItself);
    expect(other.clock.sleepers()).toBe(0);
    other.unmount();
  });
});

describe("a part that is tried again", () => {
  it("is counted down to as well, and begins anew with what the queue tells", async () => {
    const retry = { attempt: 1, inMs: 5_000, error: away };
    const screen = await open(someSnapshot([someView({ retry })]));
    await screen.until(queueWords.tryingAgain(retry));
    await screen.clock.advance(2_000);
    await screen.until(queueWords.tryingAgain({ ...retry, inMs: 3_000 }));
    const next = { ...retry, attempt: 2, inMs: 9_000 };
    screen.become(someSnapshot([someView({ retry: next })]));
    await screen.until(queueWords.tryingAgain(next));
    screen.unmount();
  });

  it("is tried at once by the key that retries", async () => {
    const view = someView({ retry: { attempt: 1, inMs: 5_000, error: away } });
    const screen = await open(someSnapshot([view]));
    await screen.until(queueWords.tryingAgain({ attempt: 1, inMs: 5_000, error: away }));
    await screen.press("r");
    expect(screen.asked).toContainEqual(["retry", [view.id]]);
    screen.unmount();
  });

  it("says for how long nothing has moved, as time passes", async () => {
    const screen = await open(someSnapshot([someView()], { totals: { stalledForMs: 30_000 } }));
    await screen.until(queueWords.stalled(30_000));
    await screen.clock.advance(3_000);
    await screen.until(queueWords.stalled(33_000));
    screen.unmount();
  });
});

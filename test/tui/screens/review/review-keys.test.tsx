import { describe, expect, it } from "vitest";
import type { Conflict } from "../../../../src/domain/delivery-plan.ts";
import { ok } from "../../../../src/domain/result.ts";
import { ReviewScreen } from "../../../../src/tui/screens/review/ReviewScreen.tsx";
import type { Size } from "../../../../src/tui/screens/screen-props.ts";
import type { AppServices } from "../../../../src/tui/services.ts";
import { reviewWords } from "../../../../src/words/review.ts";
import { keys, showOnInk } from "../../../support/sites/ink-screen.ts";
import { screenPropsFor } from "../../../support/sites/screen-props.ts";
import { createStillQueue, someSnapshot } from "../../../support/fakes/still-queue.ts";
import { withRefusals } from "../../../support/fakes/with-refusals.tsx";

const files = ["a.pdf", "b.pdf", "c.pdf"].map((name) => ({
  path: `/data/${name}`,
  key: `november/${name}`,
  fingerprint: { sizeBytes: 1024, mtimeMs: 0, inode: 1, device: 1 },
}));

const conflicts: readonly Conflict[] = files.map(({ path, key }) => ({
  path,
  key,
  ours: { sizeBytes: 1024, modifiedAtMs: 1 },
  theirs: { sizeBytes: 2048, modifiedAtMs: 2 },
}));

const plan = { files, skipped: [], totalBytes: 3072 };
const selected = ["/data"];
const never = () => new Promise<never>(() => undefined);

const open = async (changes: Partial<AppServices>, size?: Size) => {
  const { queue } = createStillQueue(someSnapshot([]));
  const services = {
    queue,
    planDelivery: async () => ok(plan),
    findConflicts: async () => ok(conflicts),
    ...changes,
  };
  const { props } = screenPropsFor(services, size);
  const { node, refused } = withRefusals(<ReviewScreen {...props} selected={selected} />);
  const screen = await showOnInk(node);
  return { ...screen, refused };
};

describe("the keys of the review", () => {
  it("answer for all that are left with a, from the list too", async () => {
    const review = await open({});
    await review.until(reviewWords.question("a.pdf"));
    await review.press(keys.escape, "a", "p");
    const words = reviewWords.conflicts(0, 0, 3);
    expect(review.frame()).toContain(words);
  });

  it("answer in the question for one alone without it, and ask about the next", async () => {
    const review = await open({});
    await review.until(reviewWords.question("a.pdf"));
    await review.press("p");
    expect(review.frame()).toContain(reviewWords.question("b.pdf"));
  });

  it("answer in the list for the highlighted one, and open no question that was left", async () => {
    const review = await open({});
    await review.until(reviewWords.question("a.pdf"));
    await review.press(keys.escape, "p");
    expect(review.frame()).toContain(reviewWords.conflicts(2, 0, 1));
    await review.press(keys.down, "n");
    expect(review.frame()).toContain(reviewWords.conflicts(1, 1, 1));
  });

  it.each([80, 40])("name Enter and Esc below the question in %d columns", async (columns) => {
    const review = await open({}, { columns, rows: 12 });
    await review.until(reviewWords.question("a.pdf"));
    expect(review.frame()).toContain("Enter choose  Esc back");
  });

  it("say in each phase what is still being done", async () => {
    const planning = await open({ planDelivery: never });
    await planning.press(keys.enter);
    const checking = await open({ findConflicts: never });
    await checking.until(reviewWords.checking);
    await checking.press(keys.enter);
    const { queue } = createStillQueue(someSnapshot([]));
    const queueing = await open({
      findConflicts: async () => ok([]),
      queue: { ...queue, add: never },
    });
    await queueing.until(reviewWords.noConflicts);
    await queueing.press(keys.enter);
    await queueing.until(reviewWords.queueing(0, 3));
    await queueing.press(keys.enter);
    const { notReady } = reviewWords;
    expect([planning.refused, checking.refused, queueing.refused]).toEqual([
      [notReady.planning],
      [notReady.checking],
      [notReady.queueing],
    ]);
    expect(new Set(Object.values(notReady)).size).toBe(4);
  });

  it("promise nothing of files that could not be looked for", () => {
    expect(reviewWords.conflictsUnknown("why")).not.toContain("none is replaced");
  });
});

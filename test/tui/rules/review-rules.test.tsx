import { describe, expect, it } from "vitest";
import { conflictDifference, type Conflict } from "../../../src/domain/delivery-plan.ts";
import { fail, ok } from "../../../src/domain/result.ts";
import type { TransferRequest } from "../../../src/services/ports/transfer-view.ts";
import type { AppServices } from "../../../src/tui/services.ts";
import { ReviewScreen } from "../../../src/tui/screens/review/ReviewScreen.tsx";
import { errorLine, errorWords } from "../../../src/words/errors/error-words.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { keys, showOnInk } from "../../support/sites/ink-screen.ts";
import { screenPropsFor } from "../../support/sites/screen-props.ts";
import { acme } from "../../support/fakes/fake-services.ts";
import { createStillQueue, someSnapshot } from "../../support/fakes/still-queue.ts";

const names = ["a.pdf", "b.pdf", "c.pdf"];
const files = names.map((name) => ({
  path: `/data/${name}`,
  key: `november/${name}`,
  fingerprint: { sizeBytes: 1024 ** 2, mtimeMs: 0, inode: 1, device: 1 },
}));
const conflictOf = ({ path, key }: { path: string; key: string }): Conflict => ({
  path,
  key,
  ours: { sizeBytes: 1024 ** 2, modifiedAtMs: Date.UTC(2026, 10, 24) },
  theirs: { sizeBytes: 2 * 1024 ** 2, modifiedAtMs: Date.UTC(2026, 10, 20) },
});
const socket = {
  path: "/data/s",
  error: { code: "NotAFile", path: "/data/s", is: "socket" },
} as const;

const openReview = async (
  conflicts: readonly Conflict[],
  size?: { readonly columns: number; readonly rows: number },
  more: Partial<AppServices> = {},
) => {
  const { queue, asked } = createStillQueue(
    someSnapshot([], { totals: { rateBytesPerSecond: 1024 ** 2 / 60 } }),
  );
  const { props, events } = screenPropsFor(
    {
      queue,
      planDelivery: async () => ok({ files, skipped: [socket], totalBytes: 3 * 1024 ** 2 }),
      findConflicts: async () => ok(conflicts),
      ...more,
    },
    size,
  );
  const screen = await showOnInk(<ReviewScreen {...props} selected={["/data"]} />);
  const sent = () =>
    asked.flatMap(([name, given]) =>
      name === "add" && Array.isArray(given)
        ? given.map(({ target, conflict }: TransferRequest) => [target.key, conflict])
        : [],
    );
  return { ...screen, events, sent };
};

describe("the review", () => {
  it("names the connection where there are several", async () => {
    const { props } = screenPropsFor({
      planDelivery: async () => ok({ files, skipped: [], totalBytes: 3 * 1024 ** 2 }),
    });
    const connections = [acme, { ...acme, name: "other" }];
    const settings = { ...props.settings, connections };
    const review = await showOnInk(
      <ReviewScreen {...props} settings={settings} selected={["/data"]} />,
    );
    await review.until("acme · to acme-inbox/november/");
    review.unmount();
  });

  it("says number, size, time, where to, and what cannot be sent and why, before anything is sent", async () => {
    const review = await openReview([]);
    await review.until(reviewWords.total(3, 3 * 1024 ** 2, 180));
    expect(review.frame()).toContain("to acme-inbox/november/");
    expect(review.frame()).toContain(reviewWords.skipped(1));
    expect(review.frame()).toContain(
      errorWords({ code: "NotAFile", path: "", is: "socket" }).happened.slice(0, -1),
    );
    expect(review.sent()).toEqual([]);
    await review.press(keys.enter);
    expect(review.sent()).toEqual(names.map((name) => [`november/${name}`, "skip"]));
    expect(review.events).toEqual([{ type: "queued", files: 3 }]);
    review.unmount();
  });

  it("asks once about a taken name, with size and date of both sides", async () => {
    const review = await openReview(files.slice(0, 1).map(conflictOf));
    await review.until(reviewWords.question("a.pdf"));
    expect(review.frame()).toMatch(new RegExp(`${reviewWords.there} +2\\.0 MiB +.*20 Nov`));
    expect(review.frame()).toMatch(new RegExp(`${reviewWords.yours} +1\\.0 MiB +.*24 Nov`));
    review.unmount();
  });

  it("says in full why it does not know what is there", async () => {
    const review = await openReview([], undefined, {
      findConflicts: async () => fail({ code: "WrongSecret" }),
    });
    const words = reviewWords.conflictsUnknown(errorLine({ code: "WrongSecret" }));
    await review.until(words.slice(0, 40));
    expect(review.frame().replace(/\s+/gu, " ")).toContain(words);
    review.unmount();
  });

  it("says what differs in a narrow window, too", async () => {
    const conflict = conflictOf(files[0]!);
    const words = reviewWords.difference(conflictDifference(conflict));
    const review = await openReview([conflict], { columns: 40, rows: 12 });
    await review.until(reviewWords.question("a.pdf"));
    expect(review.frame()).toContain(words);
    expect(review.frame()).toContain(reviewWords.answer.replace);
    review.unmount();
  });

  it("says in the list, too, what is there, where a short name leaves room for it", async () => {
    const review = await openReview(files.slice(0, 1).map(conflictOf), { columns: 80, rows: 24 });
    await review.until(reviewWords.question("a.pdf"));
    await review.press("s");
    await review.until(reviewWords.shortAnswer.skip);
    expect(review.frame()).toMatch(
      new RegExp(`a\\.pdf .*${reviewWords.inBucket}: 2\\.0 MiB  20 Nov`),
    );
    review.unmount();
  });

  it("keeps by default what is there", async () => {
    const review = await openReview(files.slice(0, 1).map(conflictOf));
    await review.until(`> s  ${reviewWords.answer.skip}`);
    await review.press(keys.enter, keys.enter);
    expect(review.sent().map(([key]) => key)).toEqual(["november/b.pdf", "november/c.pdf"]);
    review.unmount();
  });

  it("takes one answer for all that are left", async () => {
    const review = await openReview(files.map(conflictOf));
    await review.until("(1 of 3)");
    await review.press("a", "n", keys.enter);
    expect(review.sent()).toEqual(names.map((name) => [`november/${name}`, "rename"]));
    review.unmount();
  });

  it("replaces only what a person has told it to replace", async () => {
    const review = await openReview(files.slice(0, 2).map(conflictOf));
    await review.until("(1 of 2)");
    await review.press("p", "s", keys.enter);
    expect(review.sent()).toEqual([
      ["november/a.pdf", "replace"],
      ["november/c.pdf", "skip"],
    ]);
    review.unmount();
  });

  it("goes back to the files with Esc, and sends nothing", async () => {
    const review = await openReview([]);
    await review.until("3 files");
    await review.press(keys.escape);
    expect(review.events).toEqual([{ type: "back" }]);
    expect(review.sent()).toEqual([]);
    review.unmount();
  });
});

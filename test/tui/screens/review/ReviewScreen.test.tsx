import { describe, expect, it } from "vitest";
import type { DeliveryPlan } from "../../../../src/domain/delivery-plan.ts";
import { ok } from "../../../../src/domain/result.ts";
import { ReviewScreen } from "../../../../src/tui/screens/review/ReviewScreen.tsx";
import type { AppServices } from "../../../../src/tui/services.ts";
import { reviewWords } from "../../../../src/words/review.ts";
import { acmeSettings, createFakeServices } from "../../../support/fakes/fake-services.ts";
import { keys, showOnInk } from "../../../support/sites/ink-screen.ts";
import { MemoryUploadQueue } from "../../../support/fakes/memory-upload-queue.ts";
import { screenProps } from "../../../support/sites/open-screen.ts";
import { untilShown } from "../../../support/sites/until-shown.ts";

const planOf = (names: readonly string[]): DeliveryPlan => ({
  files: names.map((name) => ({
    path: `/out/${name}`,
    key: `november/${name}`,
    fingerprint: { sizeBytes: 1024, mtimeMs: 1, inode: 1, device: 1 },
  })),
  skipped: [
    { path: "/out/sock", error: { code: "NotAFile", path: "/out/sock", is: "socket" } as const },
  ],
  totalBytes: names.length * 1024,
});

const open = async (changes: Partial<AppServices>, settings = acmeSettings) => {
  const services = createFakeServices(settings, {
    planDelivery: async () => ok(planOf(["a.csv", "b.csv"])),
    ...changes,
  });
  const { given, events } = screenProps(services);
  const selected = ["/out"];
  const screen = await showOnInk(
    <ReviewScreen {...given} settings={settings} selected={selected} />,
  );
  return { screen, events };
};

describe("the review screen", () => {
  it("names count, size, destination and what cannot go, and sends on Enter only", async () => {
    const queue = new MemoryUploadQueue();
    const { screen, events } = await open({ queue });
    await untilShown(screen.frame, reviewWords.noConflicts);
    expect(screen.frame()).toContain("to acme-inbox/november/");
    expect(screen.frame()).toContain(reviewWords.total(2, 2_048, null));
    expect(screen.frame()).toContain(reviewWords.skipped(1));
    expect((await queue.snapshot({ from: 0, count: 9 })).rowCount).toBe(0);
    await screen.press(keys.enter);
    await expect.poll(() => events).toEqual([{ type: "queued", files: 2 }]);
    const { rows } = await queue.snapshot({ from: 0, count: 9 });
    expect(rows.map(({ target }) => target)).toEqual(
      ["a.csv", "b.csv"].map((name) => ({
        connection: "acme",
        bucket: "acme-inbox",
        key: `november/${name}`,
      })),
    );
  });

  it.each([
    ["http://s3.corp.test:9000", true],
    ["https://s3.corp.test:9000", false],
    ["http://127.0.0.1:9000", false],
  ])(
    "says whether everybody on the way can read what goes to %s: %s",
    async (endpoint, isClear) => {
      const connections = acmeSettings.connections.map((each) => ({ ...each, endpoint }));
      const { screen } = await open({}, { ...acmeSettings, connections });
      await untilShown(screen.frame, reviewWords.noConflicts);
      const words = reviewWords.inClear(new URL(endpoint).host);
      expect(screen.frame().includes(words)).toBe(isClear);
    },
  );

  it("asks once about a taken key, shows both sides, and keeps what is there by default", async () => {
    const { screen } = await open({
      findConflicts: async () =>
        ok([
          {
            path: "/out/a.csv",
            key: "november/a.csv",
            ours: { sizeBytes: 1024, modifiedAtMs: 1 },
            theirs: { sizeBytes: 4096, modifiedAtMs: 2 },
          },
        ]),
    });
    await untilShown(
      screen.frame,
      `${reviewWords.question("a.csv")} (${reviewWords.questionOf(1, 1)})`,
    );
    expect(screen.frame()).toMatch(new RegExp(`${reviewWords.there} +4\\.0 KiB`));
    expect(screen.frame()).toMatch(new RegExp(`${reviewWords.yours} +1\\.0 KiB`));
    expect(screen.frame()).toContain(`> s  ${reviewWords.answer.skip}`);
    await screen.press(keys.enter);
    expect(screen.frame()).toContain(reviewWords.conflicts(1, 0, 0));
    expect(screen.frame()).toContain(reviewWords.total(1, 1_024, null));
  });

  it("shows the whole reason of a path that cannot go", async () => {
    const { screen } = await open({});
    await untilShown(screen.frame, reviewWords.noConflicts);
    await screen.press("d");
    expect(screen.frame()).toContain("code: NotAFile");
  });

  it("goes back without sending", async () => {
    const { screen, events } = await open({});
    await untilShown(screen.frame, reviewWords.noConflicts);
    await screen.press(keys.escape);
    expect(events).toEqual([{ type: "back" }]);
  });
});

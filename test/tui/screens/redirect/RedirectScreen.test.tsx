import { describe, expect, it } from "vitest";
import type { UploadQueue } from "../../../../src/services/ports/upload-queue.ts";
import { RedirectScreen } from "../../../../src/tui/screens/redirect/RedirectScreen.tsx";
import { redirectWords } from "../../../../src/words/redirect.ts";
import { acme, acmeSettings } from "../../../support/fakes/fake-services.ts";
import { createStillQueue, someSnapshot, someView } from "../../../support/fakes/still-queue.ts";
import { keys, showOnInk } from "../../../support/sites/ink-screen.ts";
import { screenPropsFor } from "../../../support/sites/screen-props.ts";

const archive = { bucket: "archive", prefix: "2026/" };
const settings = {
  ...acmeSettings,
  connections: [{ ...acme, destinations: [...acme.destinations, archive] }],
};
const failed = (name: string) =>
  someView({
    id: name,
    path: `/data/scans/${name}`,
    state: "failed",
    error: { code: "StoreFault" },
    target: { connection: "acme", bucket: "acme-inbox", key: `november/scans/${name}` },
  });

const open = async (
  names: readonly [string, ...string[]],
  size = { columns: 80, rows: 23 },
  answers: Promise<void> = Promise.resolve(),
) => {
  const [first, ...others] = names;
  const view = failed(first);
  const still = createStillQueue(someSnapshot([view, ...others.map(failed)])).queue;
  const queue: UploadQueue = {
    ...still,
    snapshot: async (window) => {
      await answers;
      return still.snapshot(window);
    },
  };
  const { props, events } = screenPropsFor({ queue }, size);
  const screen = await showOnInk(<RedirectScreen {...props} settings={settings} view={view} />);
  return { ...screen, events };
};

const toArchive = { connection: "acme", region: "eu-west-1", destination: archive };
const selected = (name: string) => ({ path: `/data/scans/${name}`, baseFolder: "/data" });

describe("another destination for what failed", () => {
  it("is one of those that are stored, but for the one it failed at, and leads to the review", async () => {
    const screen = await open(["a.tif"]);
    expect(screen.frame()).toContain("acme: archive/2026");
    expect(screen.frame()).not.toContain("acme: acme-inbox");
    await screen.press(keys.enter);
    expect(screen.events).toEqual([
      {
        type: "reviewElsewhere",
        target: toArchive,
        selected: [selected("a.tif")],
        failed: [{ id: "a.tif", path: "/data/scans/a.tif" }],
      },
    ]);
    screen.unmount();
  });

  it("asks which files where others failed alike", async () => {
    const screen = await open(["a.tif", "b.tif"]);
    await screen.press(keys.enter);
    await screen.until(redirectWords.which["same error"](2));
    await screen.press(keys.down, keys.enter);
    expect(screen.events).toMatchObject([
      { type: "reviewElsewhere", selected: [selected("a.tif"), selected("b.tif")] },
    ]);
    screen.unmount();
  });

  it.each([
    [["a.tif", "b.tif"], 0],
    [["a.tif"], 1],
  ] as const)(
    "waits for the queue before it goes on with one file alone: %j",
    async (names, reviews) => {
      const answers = Promise.withResolvers<void>();
      const screen = await open([...names], undefined, answers.promise);
      await screen.press(keys.enter);
      expect(screen.events).toEqual([]);
      answers.resolve();
      await expect.poll(() => screen.events).toHaveLength(reviews);
      if (reviews === 0) await screen.until(redirectWords.which["same error"](2));
      screen.unmount();
    },
  );

  it("can be a new one", async () => {
    const screen = await open(["a.tif"]);
    await screen.press(keys.down, keys.enter);
    await screen.press(keys.down, keys.enter);
    expect(screen.events).toEqual([
      { type: "setUp", goal: { type: "destination", connection: "acme" } },
      { type: "setUp", goal: { type: "connection" } },
    ]);
    screen.unmount();
  });

  it("goes one step back with Esc, and fits into 40 × 12", async () => {
    const screen = await open(["a.tif", "b.tif"], { columns: 40, rows: 12 });
    await screen.press(keys.enter);
    await screen.until(redirectWords.whichTitle);
    expect(screen.frame().split("\n").length).toBeLessThanOrEqual(12);
    await screen.press(keys.escape);
    await screen.until("archive/2026");
    await screen.press(keys.escape);
    expect(screen.events).toEqual([{ type: "back" }]);
    screen.unmount();
  });
});

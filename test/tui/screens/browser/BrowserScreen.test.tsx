import { describe, expect, it } from "vitest";
import { ok } from "../../../../src/domain/result.ts";
import { listFolder } from "../../../../src/services/selection/list-folder.ts";
import { planDelivery } from "../../../../src/services/selection/plan-delivery.ts";
import { KeysContext } from "../../../../src/tui/keys/keys-context.ts";
import { noKeptText } from "../../../../src/tui/keys/kept-text.ts";
import { BrowserScreen } from "../../../../src/tui/screens/browser/BrowserScreen.tsx";
import type { AppServices } from "../../../../src/tui/services.ts";
import type { PastDelivery } from "../../../../src/domain/past-delivery.ts";
import { compareWords } from "../../../../src/words/compare.ts";
import { browserWords } from "../../../../src/words/browser.ts";
import { acmeSettings, createFakeServices } from "../../../support/fakes/fake-services.ts";
import { keys, letters, showOnInk } from "../../../support/sites/ink-screen.ts";
import { screenProps } from "../../../support/sites/open-screen.ts";
import { untilShown } from "../../../support/sites/until-shown.ts";
import { packEntries } from "../../../../src/domain/packed-folder.ts";
import { detailsHint } from "../../../../src/words/errors/error-words.ts";
import { createTreeSource, type Node } from "../../../support/fakes/tree-source.ts";

const tree = {
  out: {
    scans: { "1.tif": 1024, "2.tif": 2048 },
    "invoice.csv": 1_258_291,
    "esc\u001B[31m.txt": 1,
    ".hidden": 1,
  },
};

const deliveredAt = (path: string): PastDelivery => ({
  path,
  sizeBytes: 1_258_291,
  mtimeMs: 0,
  connection: "acme",
  bucket: "acme-inbox",
  key: "november/invoice.csv",
  askedKey: "november/invoice.csv",
  receiptId: "r1",
  deliveredAtMs: 7,
});

const overTree = (root: { readonly [name: string]: Node }, changes: Partial<AppServices> = {}) => {
  const files = createTreeSource(root);
  return createFakeServices(acmeSettings, {
    startFolder: "/out",
    listFolder: (folder, signal) => listFolder({ files, folder, signal }),
    folderDetails: (folder, names, signal) => files.details(folder, names, signal),
    planDelivery: async (selected, target, onProgress, signal) => {
      const { prefix } = target.destination;
      return ok(await planDelivery({ files, selected, prefix, onProgress, signal }));
    },
    ...changes,
  });
};

const open = async (services: AppServices = overTree(tree)) => {
  const { given, events, notes } = screenProps(services);
  const screen = await showOnInk(<BrowserScreen {...given} deliveries={0} atWork={0} />);
  await untilShown(screen.frame, "invoice.csv");
  return { screen, events, notes, given };
};

describe("the files screen", () => {
  it("shows folders first, sizes, and no control character", async () => {
    const { screen } = await open();
    await untilShown(screen.frame, "1.2 MiB");
    const lines = screen.frame().split("\n");
    expect(lines[0]).toContain("/out");
    expect(lines.findIndex((line) => line.includes("scans/"))).toBe(3);
    expect(screen.rawFrame()).not.toContain("\u001B[31m.txt");
    expect(screen.frame()).toContain("esc\u{FFFD}[31m.txt");
    expect(screen.frame()).not.toContain(".hidden");
  });

  it("has the folder in its first frame where that was read before, and reads it anew when asked", async () => {
    const folder = packEntries([
      {
        name: "early.csv",
        kind: "file",
        isUtf8: true,
        isLink: false,
        sizeBytes: 0,
        mtimeMs: 0,
        hasDetails: false,
      },
    ]);
    const services = overTree(tree, { preloadedFolder: () => folder });
    const { given } = screenProps(services);
    const screen = await showOnInk(<BrowserScreen {...given} deliveries={0} atWork={0} />);
    expect(screen.frame()).toContain("early.csv");
    expect(screen.frame()).toContain("1 item");
    await screen.press("r");
    await untilShown(screen.frame, "invoice.csv");
    expect(screen.frame()).not.toContain("early.csv");
  });

  it("chooses, counts folders in the background, and hands the choice to the review", async () => {
    const { screen, events } = await open();
    await screen.press(keys.space, keys.down, keys.space);
    await untilShown(screen.frame, "3 files selected · 1.2 MiB");
    expect(screen.frame()).toMatch(/✓ scans\/ +2 · 3\.0 KiB/);
    await screen.press("u");
    expect(events.at(-1)).toEqual({ type: "review", selected: ["/out/scans", "/out/invoice.csv"] });
  });

  it("opens folders with Enter, never an upload, and comes back to where it was", async () => {
    const { screen, events } = await open();
    await screen.press(keys.enter);
    await untilShown(screen.frame, "1.tif");
    await screen.press(keys.backspace);
    await untilShown(screen.frame, /▌ +scans\//);
    await screen.press(keys.end, keys.enter);
    expect(events.filter(({ type }) => type === "review")).toEqual([]);
  });

  it("filters while letters are text, and Esc closes filter and selection one by one", async () => {
    const { screen, notes } = await open();
    await screen.press(keys.space, "/", ...letters("inv"));
    await untilShown(screen.frame, /1 of \d items/);
    expect(screen.frame()).toContain("Filter: inv");
    await screen.press(keys.enter);
    expect(screen.frame()).toContain(browserWords.filtered("inv"));
    await screen.press(keys.escape);
    expect(screen.frame()).toContain("scans/");
    await untilShown(screen.frame, "2 files");
    await screen.press(keys.escape);
    expect(notes.at(-1)).toBe(browserWords.escAgain("2 selected files"));
    expect(screen.frame()).toContain("2 files");
    await screen.press(keys.escape);
    expect(screen.frame()).toContain(browserWords.nothingSelected.slice(0, 16));
  });

  it("remembers hidden names and the order for the next time", async () => {
    const { screen, events } = await open();
    await screen.press(".");
    await untilShown(screen.frame, ".hidden");
    expect(events.at(-1)).toMatchObject({
      type: "settingsChanged",
      settings: { preferences: { showHidden: true } },
    });
  });

  it("shows hidden names, and in the order, that were chosen in the settings meanwhile", async () => {
    const { screen, given } = await open();
    expect(screen.frame()).not.toContain(".hidden");
    const { settings } = given;
    const changed = { showHidden: true, sortDescending: true };
    const chosen = { ...settings, preferences: { ...settings.preferences, ...changed } };
    const more = { ...given, settings: chosen, isVisible: false, deliveries: 0, atWork: 0 };
    await screen.rerender(<BrowserScreen {...more} />);
    await untilShown(screen.frame, ".hidden");
    expect(screen.frame()).toMatch(/invoice\.csv[^]* \.hidden/);
  });

  it("says why nothing can be sent yet", async () => {
    const refused: string[] = [];
    const { given } = screenProps(overTree(tree));
    const owner = {
      isActive: true,
      keptText: noKeptText,
      onAppAction: () => undefined,
      onRefused: (why: string) => refused.push(why),
    };
    const screen = await showOnInk(
      <KeysContext value={owner}>
        <BrowserScreen {...given} deliveries={0} atWork={0} />
      </KeysContext>,
    );
    await untilShown(screen.frame, "invoice.csv");
    await screen.press("g", "u");
    expect(refused[0]).toBe(browserWords.uploadNeedsChoice);
  });

  it("forgets its selection when they were queued", async () => {
    const { screen, given } = await open();
    await screen.press(keys.space);
    await screen.rerender(<BrowserScreen {...given} deliveries={1} atWork={0} />);
    await untilShown(screen.frame, browserWords.nothingSelected.slice(0, 16));
  });

  it("names the next key in an empty folder, and the reason for one that is gone", async () => {
    const { given } = screenProps(overTree({ out: {} }));
    const empty = await showOnInk(<BrowserScreen {...given} deliveries={0} atWork={0} />);
    await untilShown(empty.frame, browserWords.emptyFolder);
    const gone = screenProps(overTree({ elsewhere: {} }));
    const screen = await showOnInk(<BrowserScreen {...gone.given} deliveries={0} atWork={0} />);
    await untilShown(screen.frame, detailsHint("FileVanished"));
  });

  it("draws as selected only what can be sent, also after choosing all", async () => {
    const services = overTree({
      out: { "invoice.csv": 1_258_291, "no\uFFFDtext.csv": 1, "app.sock": { special: "socket" } },
    });
    const { screen } = await open(services);
    await screen.press("a");
    await untilShown(screen.frame, "✓ invoice.csv");
    expect(screen.frame()).toMatch(/^ ▌ {2}app\.sock/m);
    expect(screen.frame()).toMatch(/^ {4}no\uFFFDtext\.csv/m);
  });

  it("is readable at 40 columns and 11 rows", async () => {
    const { given } = screenProps(overTree(tree));
    const size = { columns: 40, rows: 11 };
    const screen = await showOnInk(
      <BrowserScreen {...given} size={size} deliveries={0} atWork={0} />,
    );
    await untilShown(screen.frame, "1.2 MiB");
    const lines = screen.frame().split("\n");
    expect(lines).toHaveLength(11);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(lines.at(-1)).toMatch(/^ \? help/);
  });

  it("compares the highlighted file or all that are shown, says how it goes, and stops with Esc", async () => {
    const asked: string[] = [];
    let isStopped = false;
    const services = overTree(tree, {
      pastDeliveries: async (paths) => {
        asked.push(paths.join(" "));
        return ok(paths.filter((at) => at.endsWith(".csv")).map(deliveredAt));
      },
      compareContent: async ([first], onFound, signal) => {
        if (asked.length < 3) return onFound(first?.path ?? "", "content differs");
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        isStopped = true;
      },
    });
    const { screen, notes } = await open(services);
    await untilShown(screen.frame, "1.2 MiB");
    asked.length = 0;
    await screen.press(...letters("/invoice"), keys.enter, "=");
    await untilShown(screen.frame, compareWords.finding["content differs"]);
    expect(asked).toContain("/out/invoice.csv");
    expect(notes).toEqual([compareWords.ended(["content differs"])]);
    asked.length = 3;
    await screen.press("*");
    await untilShown(screen.frame, compareWords.progress(0, 1, "").slice(0, 30));
    await screen.press(keys.escape);
    expect(isStopped).toBe(true);
    expect(screen.frame()).not.toContain(compareWords.progress(0, 1, "").slice(0, 30));
    // The filter stays: Esc was for what was being compared.
    expect(screen.frame()).toContain(browserWords.filtered("invoice").slice(0, 15));
  });
});

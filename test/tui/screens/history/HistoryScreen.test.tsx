import { describe, expect, it } from "vitest";
import type { Receipt } from "../../../../src/domain/receipt.ts";
import type { HistoryEntry } from "../../../../src/services/ports/history-store.ts";
import { ok } from "../../../../src/domain/result.ts";
import { HistoryScreen } from "../../../../src/tui/screens/history/HistoryScreen.tsx";
import { historyWords, receiptWords } from "../../../../src/words/history.ts";
import { acme, acmeSettings, createFakeServices } from "../../../support/fakes/fake-services.ts";
import { keys, letters, showOnInk } from "../../../support/sites/ink-screen.ts";
import { screenProps } from "../../../support/sites/open-screen.ts";
import { untilShown } from "../../../support/sites/until-shown.ts";
import { createStillQueue, someSnapshot } from "../../../support/fakes/still-queue.ts";
import { historyOf } from "../../../support/values/history-of.ts";

const receipt: Receipt = {
  id: "0a1b2c3d-0000-4000-8000-000000000001",
  transferId: "t",
  name: "invoice \u001B[2J.csv",
  path: "/out/invoice \u001B[2J.csv",
  bytes: 1_258_291,
  sha256: "9f2c".padEnd(64, "0"),
  crc32: "AAAAAA==",
  etag: "abc",
  verified: "crc32-full-object",
  connection: "acme",
  bucket: "acme-inbox",
  key: "november/invoice.csv",
  versionId: null,
  requestId: "REQ1",
  startedAtMs: 1_764_000_000_000,
  endedAtMs: 1_764_000_012_000,
  sender: "me@here",
};

const open = async (receipts: readonly Receipt[], failed: readonly HistoryEntry[] = []) => {
  const services = createFakeServices(acmeSettings, {
    ...historyOf(receipts, failed),
    receipt: async (id) => ok(receipts.find((one) => one.id === id) ?? null),
  });
  const { given, notes, events } = screenProps(services);
  const screen = await showOnInk(<HistoryScreen {...given} />);
  return { screen, notes, services, events };
};

/** Far from the bounds of the filters: a test may run at midnight, or when the clocks change. */
const ages: Readonly<Record<string, number>> = {
  "new.csv": -1,
  "days.csv": 3 * 24,
  "weeks.csv": 20 * 24,
  "months.csv": 60 * 24,
};
const ofAllAges = () =>
  Object.entries(ages).map(([name, hours]) => ({
    ...receipt,
    id: name,
    transferId: name,
    key: `november/${name}`,
    path: `/out/${name}`,
    endedAtMs: Date.now() - hours * 60 * 60 * 1000,
  }));
const namesIn = (frame: string) => Object.keys(ages).filter((name) => frame.includes(name));
/** The first line is this and no more. */
const titled = (shown: number | null, all: number) =>
  new RegExp(`^ ${historyWords.count(shown, all)} *\n`);
const filteredBy = (days: number | null, state: "all" | "failed" = "all") =>
  historyWords.filtered({ text: "", state, days });

describe("the history screen", () => {
  it("shows each delivered file, and its receipt in full", async () => {
    const { screen } = await open([receipt]);
    await untilShown(screen.frame, "acme-inbox/november/invoice.csv");
    expect(screen.frame()).toContain("✓ acme-inbox");
    await screen.press(keys.enter);
    await untilShown(screen.frame, receipt.sha256 ?? "");
    expect(screen.frame()).toContain("/out/invoice \u{FFFD}[2J.csv");
    await screen.press(keys.escape);
    expect(screen.frame()).toContain(historyWords.count(null, 1));
  });

  it("saves a receipt as text and as JSON, under a name without surprises", async () => {
    const { screen, notes, services } = await open([receipt]);
    await untilShown(screen.frame, "invoice.csv");
    await screen.press(keys.enter);
    await untilShown(screen.frame, "REQ1");
    await screen.press("s", "S");
    const savedTexts = () => services.calls.filter(({ name }) => name === "saveText");
    await expect.poll(savedTexts).toHaveLength(2);
    const saved = savedTexts();
    expect(saved.map(({ given }) => given[0])).toEqual([
      "receipt-invoice_2J.csv-0a1b2c3d.txt",
      "receipt-invoice_2J.csv-0a1b2c3d.json",
    ]);
    expect(JSON.parse(String(saved[1]?.given[1]))).toMatchObject({
      id: receipt.id,
      bytes: receipt.bytes,
    });
    await expect.poll(() => notes.at(-1)).toContain(receiptWords.saved("/home/me/"));
  });

  it("finds by name, and says when nothing matches", async () => {
    const other = {
      ...receipt,
      id: "2",
      transferId: "t2",
      key: "november/scan.tif",
      path: "/out/scan.tif",
    };
    const { screen } = await open([receipt, other]);
    await untilShown(screen.frame, historyWords.count(null, 2));
    await screen.press("/", ...letters("SCAN"));
    await untilShown(screen.frame, historyWords.count(1, 2));
    await screen.press(...letters("x"));
    await untilShown(screen.frame, historyWords.noMatch("SCANx"));
  });

  const failure: HistoryEntry = {
    transferId: "t9",
    path: "/out/report.pdf",
    target: { connection: "acme", bucket: "acme-inbox", key: "november/report.pdf" },
    sizeBytes: 10,
    state: "failed",
    endedAtMs: receipt.endedAtMs,
    error: { code: "FileVanished", path: "/out/report.pdf" },
    receiptId: null,
    verified: null,
  };

  it("says that a file sent alone has failed, and how large it is", async () => {
    const { screen } = await open([], [{ ...failure, sizeBytes: 3_380 }]);
    await untilShown(screen.frame, "report.pdf");
    const line = screen
      .frame()
      .split("\n")
      .find((each) => each.includes("report.pdf"));
    expect(line).toMatch(/✗ failed · acme-inbox\/november\/report\.pdf +3\.3 KiB /u);
    screen.unmount();
  });

  it("keeps what failed, shows it alone, and uploads it again as it was asked for", async () => {
    const queue = createStillQueue(someSnapshot([]));
    const { screen, services, events } = await open([receipt], [failure]);
    Object.assign(services, { queue: queue.queue });
    await untilShown(screen.frame, "report.pdf");
    // What is filtered out is not lost.
    expect(screen.frame()).toContain(historyWords.count(null, 1));
    await screen.press("f");
    await untilShown(
      screen.frame,
      historyWords.filtered({ text: "", state: "failed", days: null }),
    );
    expect(screen.frame()).not.toContain("invoice.csv");
    // As many as were delivered, and none of those.
    expect(screen.frame()).toMatch(titled(1, 1));
    await screen.press("u");
    await expect.poll(() => queue.asked).toEqual([["retry", ["t9"]]]);
    await expect.poll(() => events).toEqual([{ type: "show", screen: "queue" }]);
    await screen.press(keys.escape);
    await untilShown(screen.frame, "invoice.csv");
  });

  it("filters by date: today, a week, a month and all again, in the list, its title and the line below", async () => {
    const { screen } = await open(ofAllAges());
    await untilShown(screen.frame, titled(null, 4));
    expect(namesIn(screen.frame())).toEqual(Object.keys(ages));
    for (const [days, names] of [
      [1, ["new.csv"]],
      [7, ["new.csv", "days.csv"]],
      [30, ["new.csv", "days.csv", "weeks.csv"]],
    ] as const) {
      await screen.press("t");
      await untilShown(screen.frame, titled(names.length, 4));
      expect(namesIn(screen.frame())).toEqual(names);
      expect(screen.frame()).toContain(filteredBy(days));
    }
    await screen.press("t");
    await untilShown(screen.frame, titled(null, 4));
    expect(namesIn(screen.frame())).toEqual(Object.keys(ages));
    expect(screen.frame()).not.toContain(filteredBy(null));
  });

  it("filters by date what another filter has left, and shows all at once by Esc", async () => {
    const old = { ...failure, endedAtMs: Date.now() - 20 * 24 * 60 * 60 * 1000 };
    const { screen } = await open(ofAllAges(), [old]);
    await untilShown(screen.frame, "report.pdf");
    await screen.press("f", "t");
    await untilShown(screen.frame, titled(0, 4));
    expect(screen.frame()).toContain(historyWords.noneLeft);
    expect(screen.frame()).toContain(filteredBy(1, "failed"));
    await screen.press("t", "t");
    await untilShown(screen.frame, titled(1, 4));
    expect(screen.frame()).toContain(filteredBy(30, "failed"));
    expect(screen.frame()).toContain("report.pdf");
    await screen.press(keys.escape);
    await untilShown(screen.frame, titled(null, 4));
    expect(namesIn(screen.frame())).toEqual(Object.keys(ages));
  });

  it("brings what was delivered to the review to be uploaded again, where it was and in its folders", async () => {
    const [own] = acme.destinations;
    const again = {
      ...receipt,
      connection: "acme",
      bucket: "acme-inbox",
      key: "november/scans/a.dcm",
      path: "/out/scans/a.dcm",
    };
    const { screen, events } = await open([again]);
    await untilShown(screen.frame, "a.dcm");
    await screen.press("u");
    const target = { connection: "acme", region: acme.region, destination: own };
    const selected = [{ path: "/out/scans/a.dcm", baseFolder: "/out" }];
    await expect
      .poll(() => events)
      .toEqual([{ type: "reviewElsewhere", target, selected, failed: [] }]);
  });

  it("brings it to the review for the destination in use where its own is not stored any more", async () => {
    const { screen, events } = await open([{ ...receipt, connection: "removed" }]);
    await untilShown(screen.frame, "invoice.csv");
    await screen.press("u");
    await expect
      .poll(() => events)
      .toEqual([{ type: "review", selected: [expect.objectContaining({ path: receipt.path })] }]);
  });

  it("saves one receipt for all of a batch: as text, JSON and a table", async () => {
    const { screen, services } = await open([receipt]);
    await untilShown(screen.frame, "invoice.csv");
    await screen.press("s", "S", "C");
    const saved = () => services.calls.filter(({ name }) => name === "saveText");
    await expect.poll(saved).toHaveLength(3);
    const [text, json, table] = saved().map(({ given }) => String(given[1]));
    expect(text).toContain("Receipt for 1 file");
    expect(JSON.parse(json ?? "")).toMatchObject({ event: "batchReceipt", files: 1 });
    expect(table?.split("\r\n")[1]).toContain(receipt.sha256);
  });

  it("names the next key when nothing was sent yet", async () => {
    const { screen } = await open([]);
    await untilShown(screen.frame, historyWords.empty);
  });
});

import { describe, expect, it, vi } from "vitest";
import type { Receipt } from "../../../../src/domain/receipt.ts";
import { ok } from "../../../../src/domain/result.ts";
import { HistoryScreen } from "../../../../src/tui/screens/history/HistoryScreen.tsx";
import { historyWords, receiptWords } from "../../../../src/words/history.ts";
import { acmeSettings, createFakeServices } from "../../../support/fakes/fake-services.ts";
import { keys, letters, showOnInk } from "../../../support/sites/ink-screen.ts";
import { screenProps, until } from "../../../support/sites/open-screen.ts";

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

const open = async (receipts: readonly Receipt[]) => {
  const services = createFakeServices(acmeSettings, {
    receipts: async () => ok(receipts),
    receipt: async (id) => ok(receipts.find((one) => one.id === id) ?? null),
  });
  const { given, notes } = screenProps(services);
  const screen = await showOnInk(<HistoryScreen {...given} />);
  return { screen, notes, services };
};

describe("the history screen", () => {
  it("shows each delivered file, and its receipt in full", async () => {
    const { screen } = await open([receipt]);
    await until(screen.frame, "acme-inbox/november/invoice.csv");
    expect(screen.frame()).toContain("verified");
    await screen.press(keys.enter);
    await until(screen.frame, receipt.sha256 ?? "");
    expect(screen.frame()).toContain("/out/invoice \u{FFFD}[2J.csv");
    await screen.press(keys.escape);
    expect(screen.frame()).toContain(historyWords.count(1, 1));
  });

  it("saves a receipt as text and as JSON, under a name without surprises", async () => {
    const { screen, notes, services } = await open([receipt]);
    await until(screen.frame, "invoice.csv");
    await screen.press(keys.enter);
    await until(screen.frame, "REQ1");
    await screen.press("s", "S");
    const savedTexts = () => services.calls.filter(({ name }) => name === "saveText");
    await vi.waitFor(() => expect(savedTexts()).toHaveLength(2));
    const saved = savedTexts();
    expect(saved.map(({ given }) => given[0])).toEqual([
      "receipt-invoice_2J.csv-0a1b2c3d.txt",
      "receipt-invoice_2J.csv-0a1b2c3d.json",
    ]);
    expect(JSON.parse(String(saved[1]?.given[1]))).toMatchObject({
      id: receipt.id,
      bytes: receipt.bytes,
    });
    await vi.waitFor(() => expect(notes.at(-1)).toContain(receiptWords.saved("/home/me/")));
  });

  it("finds by name, and says when nothing matches", async () => {
    const other = { ...receipt, id: "2", key: "november/scan.tif", path: "/out/scan.tif" };
    const { screen } = await open([receipt, other]);
    await until(screen.frame, historyWords.count(2, 2));
    await screen.press("/", ...letters("SCAN"));
    await until(screen.frame, historyWords.count(1, 2));
    await screen.press(...letters("x"));
    await until(screen.frame, historyWords.noMatch("SCANx"));
  });

  it("names the next key when nothing was sent yet", async () => {
    const { screen } = await open([]);
    await until(screen.frame, historyWords.empty);
  });
});

import { chmod, symlink } from "node:fs/promises";
import path from "node:path";
import headless from "@xterm/headless";
import stringWidth from "string-width";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { browserWords } from "../../../src/words/browser.ts";
import type { PtyProgram } from "../../support/processes/pty.ts";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";

/** How the characters of a text on the screen are drawn. */
const looksOf = async (app: PtyProgram, text: string): Promise<readonly string[]> => {
  const terminal = new headless.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(app.output(), resolve));
  const row = app
    .screen()
    .split("\n")
    .findIndex((line) => line.includes(text));
  const line = terminal.buffer.active.getLine(row);
  const start = line?.translateToString(true).indexOf(text) ?? 0;
  const looks = Array.from(text, (_, at) => {
    const cell = line?.getCell(start + at);
    const looks = { bold: cell?.isBold(), dim: cell?.isDim(), inverse: cell?.isInverse() };
    return Object.entries(looks)
      .filter(([, has]) => Boolean(has))
      .map(([name]) => name)
      .join(" ");
  });
  terminal.dispose();
  return looks;
};

describe("the files screen", () => {
  let site: SenderSite;
  beforeEach(async () => {
    site = await createSenderSite();
    await site.machine.write("2026/scans/page.tif", "1");
    await site.machine.write("2026/run.sh", "2");
    await site.machine.write("2026/.hidden", "3");
    await chmod(path.join(site.machine.files, "2026/run.sh"), 0o755);
    await symlink("run.sh", path.join(site.machine.files, "2026/latest.csv"));
    for (let file = 10; file < 60; file += 1)
      await site.machine.write(`2026/invoice-${file}.csv`, String(file));
  });
  afterEach(async () => {
    await site.close();
  });
  const open = async (columns: number, rows: number, environment = {}) => {
    const args = [path.join(site.machine.files, "2026")];
    const app = await site.open({ columns, rows, args, environment });
    await app.waitForText("invoice-10.csv");
    await app.untilStill();
    return app;
  };

  it("says which folder, how much is in it and where one stands, over named columns", async () => {
    const app = await open(80, 24);
    await app.press("down", "down", "space");
    await app.waitForText("1 file selected");
    const lines = app.screen().split("\n");
    expect(lines[1]).toMatch(/^ ~\/files ▸ 2026 +53 items · 1 hidden · 4\/53$/);
    expect(lines[2]).toMatch(/^ {4}Name ↑ +Size +Changed$/);
    expect(lines[3]).toBe("    ../");
    expect(app.screen()).toMatch(/^ ▌ +invoice-12\.csv +2 B/m);
    expect(app.screen()).toMatch(/^ {2}✓ invoice-11\.csv +2 B/m);
    expect(lines[22]).toMatch(/^╭ 1 file selected · 2 B ─+ u uploads to inbox\/in ╮$/);
    await app.type("o");
    await app.waitForText(/Size ↓/);
  });

  it("spends no more than 80 bytes on a key, with names as long as most", async () => {
    const app = await open(80, 24);
    const spent: number[] = [];
    for (let press = 0; press < 10; press += 1) {
      const before = app.output().length;
      await app.press("down");
      await app.untilWritten(before);
      await app.untilStill(50);
      spent.push(Buffer.byteLength(app.output().slice(before)));
    }
    const median = spent.toSorted((a, b) => a - b)[5] ?? 0;
    expect(median).toBeGreaterThan(0);
    expect(median).toBeLessThanOrEqual(80);
  });

  it("has each key in bold and its word dim", async () => {
    const app = await open(80, 24);
    const looks = await looksOf(app, "? help");
    const [key = "", ...word] = looks;
    expect([key, [...new Set(word.slice(1))]]).toEqual(["bold", ["dim"]]);
  });

  it.each([
    ["40 × 12", 40, 12, {}],
    ["the console of Linux", 80, 24, { TERM: "linux" }],
    ["NO_COLOR", 80, 24, { NO_COLOR: "1" }],
    ["two windows beside each other", 120, 40, {}],
  ] as const)("shows cursor, selection and destination in %s", async (_, columns, rows, more) => {
    const app = await open(columns, rows, more);
    await app.press("down", "space");
    await app.waitForText("1 file");
    expect(app.screen()).toMatch(/✓ invoice-10\.csv/);
    expect(app.screen()).toMatch(/▌ +invoice-11\.csv/);
    expect(app.screen()).toContain("inbo");
    expect(app.screen()).toContain("? help");
    for (const line of app.screen().split("\n"))
      expect(stringWidth(line)).toBeLessThanOrEqual(columns);
  });

  it.each([
    ["16 colours", { TERM: "screen" }, "inverse"],
    // It takes all colours, but none of them is written for a terminal of this name.
    ["16 colours within tmux", { TERM: "screen", TMUX: "/tmp/tmux-0/default,1,0" }, "inverse"],
    ["256 colours", { TERM: "screen-256color" }, ""],
    ["256 colours within tmux", { TERM: "tmux-256color", TMUX: "/tmp/tmux-0/default,1,0" }, ""],
  ] as const)("has a bar that is seen in a terminal of %s", async (_, environment, look) => {
    const app = await open(80, 24, environment);
    await app.press("down");
    await app.waitForText(/▌ +invoice-10\.csv/);
    expect([...new Set(await looksOf(app, "invoice-10.csv"))]).toEqual([look]);
  });

  it("has the highlighted entry in full beside the list in a wide window", async () => {
    const app = await open(120, 40);
    await app.waitForText(`│ ${browserWords.folderUncounted}`);
    await app.type("s");
    await app.waitForText(`│ ${browserWords.folderCounted(1, 1, true)}`);
    await app.press("down");
    await app.waitForText(/│ invoice-10\.csv\n[^]*│ 2 B +\d+ \w{3} \d\d:\d\d/);
  });

  it("keeps its note above the keys, and a selection until Esc is pressed once more", async () => {
    const app = await open(80, 24);
    await app.press("space", "space");
    await app.waitForText("2 files selected");
    await app.press("escape");
    await app.waitForText(browserWords.escAgain(browserWords.allSelected(2, true)));
    expect(app.screen()).toContain("? help");
    await app.press("down");
    await app.waitForText("2 files selected");
    await app.press("escape", "escape");
    await app.waitForText(browserWords.nothingSelected);
  });
});

import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { helpRows } from "../../../../src/tui/keys/help-rows.ts";
import { helpLines } from "../../../../src/tui/screens/help/help-lines.ts";
import { HelpScreen } from "../../../../src/tui/screens/help/HelpScreen.tsx";
import { helpWords } from "../../../../src/words/help.ts";
import { keys, letters, showOnInk } from "../../../support/sites/ink-screen.ts";
import { keyHelp } from "../../../support/values/key-hint.ts";

const openHelp = async () => {
  let isClosed = false;
  const screen = await showOnInk(
    <HelpScreen
      mode="queue"
      size={{ columns: 80, rows: 24 }}
      onClose={() => {
        isClosed = true;
      }}
    />,
  );
  return { ...screen, isClosed: () => isClosed };
};

const wordsOf = (texts: readonly string[]) =>
  texts.join(" ").split(/\s+/).filter(Boolean).toSorted();

describe("the lines of the help", () => {
  it("lose no word in 38 columns", () => {
    const rows = helpRows("browser", "");
    const lines = helpLines(rows, 38, stringWidth).map(({ text }) => text);
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(38);
    expect(wordsOf(lines)).toEqual(
      wordsOf(rows.flatMap((row) => (row.type === "key" ? [row.keys, row.words] : [row.words]))),
    );
  });
});

describe("the help", () => {
  it("begins with the keys of the screen it was asked on", async () => {
    const help = await openHelp();
    expect(help.frame()).toContain("Queue");
    expect(help.frame()).toContain(keyHelp("queue", "retryAll"));
    expect(help.frame()).not.toContain(keyHelp("browser", "select"));
    help.unmount();
  });

  it("scrolls to the other screens", async () => {
    const help = await openHelp();
    await help.press("G");
    expect(help.frame()).not.toContain(keyHelp("queue", "retryAll"));
    await help.press("g");
    expect(help.frame()).toContain(keyHelp("queue", "retryAll"));
    help.unmount();
  });

  it("finds keys by words", async () => {
    const help = await openHelp();
    await help.press("/", ...letters("hidden unseen"), keys.enter);
    expect(help.frame()).not.toContain("hidden unseen d");
    expect(help.frame()).toContain(helpWords.nothingFound("hidden unseen").slice(0, 20));
    await help.press("/", keys.ctrl("u"), ...letters("hidden files"));
    expect(help.frame()).toContain(keyHelp("browser", "hidden"));
    help.unmount();
  });

  it("clears the search with the first Esc, and closes with the second", async () => {
    const help = await openHelp();
    await help.press("/", "x", keys.enter, keys.escape);
    expect(help.isClosed()).toBe(false);
    await help.press(keys.escape);
    expect(help.isClosed()).toBe(true);
    help.unmount();
  });

  it("closes with the key that opened it", async () => {
    const help = await openHelp();
    await help.press("?");
    expect(help.isClosed()).toBe(true);
    help.unmount();
  });
});

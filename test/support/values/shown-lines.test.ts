import headless from "@xterm/headless";
import { describe, expect, it } from "vitest";
import { shownLines } from "./shown-lines.ts";

const ownScreen = "\u001B[?1049h";
const homeAndEraseDown = "\u001B[H\u001B[J";

describe("what a terminal shows", () => {
  it("has nothing of columns that a narrower window no longer has", async () => {
    const terminal = new headless.Terminal({ cols: 80, rows: 2, allowProposedApi: true });
    const write = async (text: string) =>
      new Promise<void>((resolve) => terminal.write(text, resolve));
    await write(`${ownScreen}first\u001B[1;60Hout of sight\r\nsecond`);
    terminal.resize(40, 2);
    await write(`${homeAndEraseDown}new`);
    expect(shownLines(terminal)).toEqual(["new", ""]);
    terminal.dispose();
  });
});

import { PassThrough } from "node:stream";
import headless from "@xterm/headless";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCompactOutput, squeezeFrame } from "../../../src/tui/terminal/compact-output.ts";

const escape = "\u001B";
const columns = 40;
const rows = 8;

/** What a terminal shows, with colours, after it was full of letters and then got a frame. */
const pictureOf = async (frame: string): Promise<string> => {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  const before = Array.from({ length: rows }, () => "x".repeat(columns)).join("\r\n");
  await new Promise<void>((resolve) => terminal.write(before + frame, resolve));
  const cells = Array.from({ length: rows * columns }, (_, at) => {
    const line = terminal.buffer.active.getLine(Math.floor(at / columns));
    const cell = line?.getCell(at % columns);
    const text = cell?.getChars() ?? "";
    // An erased cell and a space look alike, whatever the colour of the letter that is not there.
    const isBlank = text.trim() === "" && cell?.isInverse() === 0;
    return `${isBlank ? " " : `${text}${cell?.getFgColor()}`}${cell?.isInverse()}${cell?.getBgColor()}`;
  });
  const { cursorX, cursorY } = terminal.buffer.active;
  terminal.dispose();
  return `${cells.join("|")} ${cursorX},${cursorY}`;
};

describe("a frame in fewer bytes", () => {
  it("joins moves, and skips gaps", () => {
    const frame = `${escape}[7A${escape}[E${escape}[E${escape}[E${escape}[1G${escape}[K > name${" ".repeat(20)}1 B\r\n${escape}[E${escape}[E`;
    expect(squeezeFrame(frame)).toBe(
      `${escape}[4A\r${escape}[K > name${escape}[20C1 B\r${escape}[3B`,
    );
    expect(squeezeFrame(`a\n${escape}[2G${escape}[Kb`)).toBe(`a\n${escape}[C${escape}[Kb`);
    const styled = `${escape}[76G${escape}[K${escape}[1m${escape}[22m2/54`;
    expect(squeezeFrame(styled)).toBe(`${escape}[76G${escape}[K2/54`);
  });

  it("has no move that mosh does not know", () => {
    expect(squeezeFrame(`a${escape}[E${escape}[Eb${escape}[Ec`)).toBe(
      `a\r${escape}[2Bb\r${escape}[Bc`,
    );
  });

  it("keeps spaces that can be seen, and marks a long frame", () => {
    const inverse = `${escape}[K${escape}[7ma${" ".repeat(20)}b${escape}[27m`;
    expect(squeezeFrame(inverse)).toBe(inverse);
    const long = "y".repeat(2000);
    expect(squeezeFrame(long)).toBe(`${escape}[?2026h${long}${escape}[?2026l`);
  });

  it("keeps spaces on a bar, and skips those beside it", () => {
    const spaces = " ".repeat(20);
    const line = `${escape}[K${escape}[38;5;44m${escape}[48;5;235ma${spaces}b${escape}[49m${spaces}c`;
    expect(squeezeFrame(line)).toBe(
      `${escape}[K${escape}[38;5;44m${escape}[48;5;235ma${spaces}b${escape}[49m${escape}[20Cc`,
    );
  });

  it("shows the same picture, whatever the frame", async () => {
    const style = fc.constantFrom(
      "",
      `${escape}[36m`,
      `${escape}[39m`,
      `${escape}[7m`,
      `${escape}[44m`,
      `${escape}[48;5;235m`,
      `${escape}[38;2;4;7;48m`,
      `${escape}[49m`,
    );
    const word = fc.tuple(
      style,
      fc.constantFrom("ab", "日本", "é", " ", " ".repeat(9), " ".repeat(14)),
    );
    // Ink never writes beyond the last column.
    const line = fc.oneof(
      fc.constant(`${escape}[E`),
      fc
        .tuple(fc.integer({ min: 1, max: 10 }), fc.array(word, { maxLength: 2 }))
        .map(
          ([at, words]) => `${escape}[${at}G${escape}[K${words.flat().join("")}${escape}[0m\r\n`,
        ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: rows - 1 }), async (lines) => {
        const frame = `${escape}[${rows - 1}A${lines.join("")}`;
        expect(await pictureOf(squeezeFrame(frame))).toBe(await pictureOf(frame));
      }),
    );
  });
});

const open = () => {
  const written: string[] = [];
  const sink = Object.assign(new PassThrough(), { columns: 80, rows: 24, isTTY: true });
  sink.on("data", (chunk: Buffer) => written.push(chunk.toString()));
  return { written, output: createCompactOutput(sink) };
};

describe("the output that frames go through", () => {
  it("writes a frame at once", () => {
    const { written, output } = open();
    for (const piece of [`${escape}[?2026h`, "one", "two", `${escape}[?2026l`]) output.write(piece);
    expect(written).toEqual(["onetwo"]);
  });

  it("lets all else through untouched, and writes nothing for an empty frame", () => {
    const { written, output } = open();
    output.write(`${escape}[?1049h`);
    output.write(`${escape}[?2026h`);
    output.write(`${escape}[?2026l`);
    expect(written).toEqual([`${escape}[?1049h`]);
  });

  it("has the terminal's size and its events", () => {
    const { output } = open();
    let resizes = 0;
    output.on("resize", () => {
      resizes += 1;
    });
    output.emit("resize");
    expect([output.columns, output.rows, output.isTTY, resizes]).toEqual([80, 24, true, 1]);
  });
});

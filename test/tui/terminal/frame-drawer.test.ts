import headless from "@xterm/headless";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createFrameDrawer,
  type FrameSize,
} from "../../../src/tui/terminal/frames/frame-drawer.ts";

const escape = "\u001B";
const size: FrameSize = { columns: 60, rows: 5 };

const openTerminal = ({ columns, rows }: FrameSize) => {
  // The driver of a terminal makes two bytes of a newline.
  const terminal = new headless.Terminal({
    cols: columns,
    rows,
    convertEol: true,
    allowProposedApi: true,
  });
  // As the app has it.
  terminal.write(`${escape}[?7l`);
  return terminal;
};

const write = (terminal: headless.Terminal, text: string) =>
  new Promise<void>((resolve) => terminal.write(text, resolve));

/** All that a person sees: letters, their colours where there are letters, and what is behind them. */
const picture = ({ buffer, cols, rows }: headless.Terminal): readonly string[] =>
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: cols }, (__, column) => {
      const cell = buffer.active.getLine(buffer.active.baseY + row)?.getCell(column);
      if (!cell) return "none";
      const shown = [cell.isUnderline(), cell.isInverse(), cell.isStrikethrough()];
      const text = cell.getChars();
      const isSpace = text.trim() === "" && cell.getWidth() === 1;
      const ground = `${cell.getBgColorMode()}/${cell.getBgColor()} ${shown.join("")}`;
      if (isSpace && shown.every((each) => each === 0)) return ` ${ground}`;
      const ink = `${cell.getFgColorMode()}/${cell.getFgColor()}`;
      return isSpace
        ? `_${ground} ${ink}`
        : `${text}${cell.getWidth()} ${ground} ${ink} ${cell.isBold()}${cell.isDim()}`;
    }).join("|"),
  );

/** What is copied from the screen: without spaces where nothing was ever written. */
const copied = ({ buffer, rows }: headless.Terminal): readonly string[] =>
  Array.from(
    { length: rows },
    (_, row) => buffer.active.getLine(buffer.active.baseY + row)?.translateToString(true) ?? "none",
  );

const copiedAnew = async (lines: readonly string[]) => {
  const terminal = openTerminal(size);
  await write(terminal, createFrameDrawer().draw(lines, size) ?? "");
  const text = copied(terminal);
  terminal.dispose();
  return text;
};

const drawnWhole = async (lines: readonly string[], within: FrameSize) => {
  const terminal = openTerminal(within);
  await write(terminal, lines.join("\n"));
  const whole = picture(terminal);
  terminal.dispose();
  return whole;
};

const styles = [
  `${escape}[1m`,
  `${escape}[2m`,
  `${escape}[22m`,
  `${escape}[36m`,
  `${escape}[39m`,
  `${escape}[38;5;75m`,
  `${escape}[38;2;1;2;48m`,
  `${escape}[93m`,
  `${escape}[7m`,
  `${escape}[27m`,
  `${escape}[4m`,
  `${escape}[24m`,
  `${escape}[48;5;235m`,
  `${escape}[49m`,
  `${escape}[1;4;31m`,
  `${escape}[0m`,
];
const words = [
  " ",
  "a",
  "b",
  "file-1.csv",
  "✓",
  "▌",
  " ".repeat(9),
  "日本",
  "é",
  "e\u0301",
  "👩‍👩‍👧",
  "🇩🇪",
  "❤️",
  "👍🏽",
  "क्षि",
  "가",
  "ﾊﾟ",
];

const line = fc
  .array(fc.oneof(fc.constantFrom(...styles), fc.constantFrom(...words)), { maxLength: 6 })
  // Ink never writes beyond the last column. Each line ends as it began, as Ink's lines do.
  .map((pieces) => `${pieces.join("")}${escape}[0m`);
const frame = fc.array(line, { minLength: size.rows, maxLength: size.rows });
/** Most of a frame stays as it was. */
const frames = fc
  .tuple(
    frame,
    fc.array(fc.array(fc.tuple(fc.nat(size.rows - 1), line), { maxLength: 3 }), { maxLength: 5 }),
  )
  .map(([first, changes]) => {
    const all = [first];
    for (const changed of changes) {
      const next = [...(all.at(-1) ?? [])];
      for (const [row, text] of changed) next[row] = text;
      all.push(next);
    }
    return all;
  });

describe("what is written from frame to frame", () => {
  it("shows the whole frame, whatever was shown before", async () => {
    await fc.assert(
      fc.asyncProperty(frames, fc.nat(6), async (all, lost) => {
        const terminal = openTerminal(size);
        const drawer = createFrameDrawer();
        for (const [at, lines] of all.entries()) {
          if (at === lost) {
            await write(terminal, `${escape}[3;3Hsomebody else${escape}[H`);
            drawer.forget();
          }
          await write(terminal, drawer.draw(lines, size) ?? "");
          expect(picture(terminal)).toEqual(await drawnWhole(lines, size));
          expect(copied(terminal)).toEqual(await copiedAnew(lines));
        }
        terminal.dispose();
      }),
      { numRuns: 100 },
    );
  });

  it("shows the whole frame in a window of another size", async () => {
    const sizes = fc.record({
      columns: fc.integer({ min: 60, max: 70 }),
      rows: fc.integer({ min: 1, max: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(frame, frame, sizes, async (before, now, other) => {
        const terminal = openTerminal(size);
        const drawer = createFrameDrawer();
        await write(terminal, drawer.draw(before, size) ?? "");
        terminal.resize(other.columns, other.rows);
        const lines = now.slice(0, other.rows);
        await write(terminal, drawer.draw(lines, other) ?? "");
        expect(picture(terminal)).toEqual(await drawnWhole(lines, other));
        terminal.dispose();
      }),
    );
  });
});

/** Draws both, and gives what was written for the second. */
const between = (before: readonly string[], now: readonly string[]) => {
  const drawer = createFrameDrawer();
  drawer.draw(before, size);
  return drawer.draw(now, size);
};

const bar = (text: string) => ` ${escape}[48;5;235m▌ ${text}${escape}[49m      1 B`;
const row = (text: string) => `   ${text}      1 B`;

describe("in few bytes", () => {
  it("moves the bar of a list", () => {
    expect(between(["1/9", row("a.csv"), bar("b.csv")], ["2/9", bar("a.csv"), row("b.csv")])).toBe(
      `${escape}[H2\n ${escape}[48;5;235m▌ a.csv${escape}[m\n   b.csv`,
    );
  });

  it("writes nothing for the same picture", () => {
    expect(between([row("a"), "b"], [row("a"), "b"])).toBeNull();
    expect(between([`${escape}[31m${escape}[39m a`], [" a"])).toBeNull();
  });

  it("changes one attribute and leaves the others", () => {
    const at = (style: string) => [`${escape}[1;4;36;48;5;235mab${style}c${escape}[0m`];
    expect(between(at(""), at(`${escape}[24m`))).toBe(`\b${escape}[1;36;48;5;235mc${escape}[m`);
    expect(between(["abc"], [`a${escape}[1mb${escape}[22;2mc${escape}[22m`])).toBe(
      `\b\b${escape}[1mb${escape}[0;2mc${escape}[m`,
    );
  });

  it("erases what is left of a longer line", () => {
    expect(between(["a long line"], ["a long"])).toBe(`${escape}[7G${escape}[K`);
    expect(between(["abc  ghijklmn"], ["xyz  opqrst"])).toBe(`\rxyz  opqrst${escape}[K`);
  });

  it("draws a line from the first character whose width terminals disagree about", () => {
    const family = "👩‍👩‍👧";
    expect(between([`a ${family} Anna.jpg`], [`a ${family} Anna.jpg  5 B`])).toBe(
      `${escape}[3G${escape}[K${family} Anna.jpg  5 B`,
    );
    expect(between([`a ${family} Anna.jpg`], [`b ${family} Anna.jpg`])).toBe("\rb");
    expect(between(["é納.jpg"], ["é納.jpg  5 B"])).toBe("  5 B");
  });
});

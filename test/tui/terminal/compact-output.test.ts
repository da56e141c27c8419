import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createCompactOutput } from "../../../src/tui/terminal/compact-output.ts";
import { copySequence } from "../../../src/tui/hooks/use-clipboard.ts";
import { saveTitle, signalChange } from "../../../src/tui/terminal/terminal-signals.ts";

const escape = "\u001B";
const frameStart = `${escape}[?2026h`;
const frameEnd = `${escape}[?2026l`;
const whole = `${escape}[H${escape}[J`;
/** What Ink removes two lines with. */
const removed = `${escape}[2K${escape}[1A${escape}[2K${escape}[G`;

const open = () => {
  const written: string[] = [];
  const sink = Object.assign(new PassThrough(), { columns: 80, rows: 24, isTTY: true });
  sink.on("data", (chunk: Buffer) => written.push(chunk.toString()));
  const output = createCompactOutput(sink);
  const drawFrame = (...pieces: readonly string[]) => {
    for (const piece of [frameStart, ...pieces, frameEnd]) output.write(piece);
    return written.splice(0);
  };
  return { written, output, drawFrame };
};

describe("the output that frames go through", () => {
  it("writes the first frame as a whole, and of the next one what has changed", () => {
    const { drawFrame } = open();
    expect(drawFrame("one\ntwo")).toEqual([`${whole}one\ntwo`]);
    expect(drawFrame(`${removed}one\nten`)).toEqual(["\b\ben"]);
    expect(drawFrame(`${removed}one\nten`)).toEqual([]);
  });

  it("writes a frame as a whole that Ink has cleared the screen for", () => {
    const { drawFrame } = open();
    drawFrame("one\ntwo");
    expect(drawFrame(`${escape}[1;1H${escape}[Jone`)).toEqual([`${whole}one`]);
  });

  it("marks a long frame", () => {
    const lines = Array.from({ length: 20 }, () => "y".repeat(79)).join("\n");
    const [text = ""] = open().drawFrame(lines);
    expect([text.startsWith(frameStart), text.endsWith(frameEnd)]).toEqual([true, true]);
  });

  it("lets all else through untouched, and writes nothing for an empty frame", () => {
    const { written, output, drawFrame } = open();
    output.write(`${escape}[?1049h`);
    expect(drawFrame()).toEqual([`${escape}[?1049h`]);
    expect(written).toEqual([]);
  });

  it.each([
    ["the title", saveTitle + signalChange(null, { title: "s3-sftp", percent: 5 }, {})],
    ["a copied text", copySequence("receipt") ?? ""],
    ["a cursor that hides", `${escape}[?25l`],
    ["pastes that are marked", `${escape}[?2004h`],
    ["the bell", "\u0007"],
  ])("knows the screen after %s", (_, text) => {
    const { written, output, drawFrame } = open();
    drawFrame("one");
    output.write(text);
    expect(written.splice(0)).toEqual([text]);
    expect(drawFrame(text, "one more")).toEqual([text, " more"]);
  });

  it("knows the screen after a wait until all is written", async () => {
    const { output, drawFrame } = open();
    drawFrame("one");
    await new Promise((resolve) => output.write("", resolve));
    expect(drawFrame("one more")).toEqual([" more"]);
  });

  it.each([
    ["words of somebody else", "Warning: late\n"],
    ["the other screen", `${escape}[?1049l`],
    ["a frame that was removed", removed],
  ])("draws all of it after %s", (_, text) => {
    const { written, output, drawFrame } = open();
    drawFrame("one");
    output.write(text);
    expect(written.splice(0)).toEqual([text]);
    expect(drawFrame("one")).toEqual([`${whole}one`]);
    expect(drawFrame("Warning: late\n", "one")).toEqual(["Warning: late\n", `${whole}one`]);
  });

  it("draws all of it in a window of another size", () => {
    const { output, drawFrame } = open();
    drawFrame("one");
    Object.assign(output, { columns: 70 });
    expect(drawFrame("one more")).toEqual([`${whole}one more`]);
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

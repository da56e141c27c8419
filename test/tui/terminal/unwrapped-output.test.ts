import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { unwrappedOutput } from "../../../src/tui/terminal/unwrapped-output.ts";

const escape = "\u001b";
const enter = `${escape}[?1049h`;
const leave = `${escape}[?1049l`;
const wrapOff = `${escape}[?7l`;
const wrapOn = `${escape}[?7h`;
const home = `${escape}[H`;
/** A terminal without another screen is left with an empty one: what comes next stands on a line of its own. */
const erased = `${home}${escape}[J`;

const written = (chunk: string): string => {
  const sink = new PassThrough();
  unwrappedOutput(sink).write(chunk);
  return String(sink.read());
};

describe("the terminal under the app's own screen", () => {
  it.each([
    ["off behind the moment it comes", enter, enter + wrapOff + home],
    ["on before it goes, empty", leave, erased + wrapOn + leave],
    [
      "in the middle of other output",
      `a${enter}b${leave}c`,
      `a${enter}${wrapOff}${home}b${erased}${wrapOn}${leave}c`,
    ],
    ["not at all by a frame", `${escape}[?2026hframe`, `${escape}[?2026hframe`],
  ])("has wrapping switched %s", (_, chunk, expected) => {
    expect(written(chunk)).toBe(expected);
  });
});

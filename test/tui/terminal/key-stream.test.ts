import { PassThrough } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { KeyStream, type Keyboard } from "../../../src/tui/terminal/key-stream.ts";
import type { Clock } from "../../../src/services/ports/clock.ts";
import { createManualClock } from "../../support/fakes/manual-clock.ts";

const openStream = (onSpent?: () => void, clock: Pick<Clock, "sleep"> = createManualClock()) => {
  const modes: boolean[] = [];
  const keyboard: Keyboard & PassThrough = Object.assign(new PassThrough(), {
    setRawMode: (isRaw: boolean) => modes.push(isRaw),
  });
  const stream = new KeyStream(keyboard, onSpent, clock);
  stream.setEncoding("utf8");
  const turns: string[] = [];
  stream.on("readable", () => {
    for (let text: unknown = stream.read(); typeof text === "string"; text = stream.read())
      turns.push(text);
  });
  return { keyboard, stream, turns, modes };
};

const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await nextTurn();
};

describe("KeyStream", () => {
  it("gives one key a turn, in their order", async () => {
    const { keyboard, stream, turns } = openStream();
    keyboard.write("/ab");
    keyboard.write("\r");
    await settle();
    expect(turns).toEqual(["/", "a", "b", "\r"]);
    stream.release();
  });

  it("says when all keys that came together have been given, not after each", async () => {
    const spentAfter: number[] = [];
    const { keyboard, stream, turns } = openStream(() => spentAfter.push(turns.length));
    keyboard.write("jjj");
    await settle();
    keyboard.write("k");
    await settle();
    expect(spentAfter).toEqual([3, 4]);
    stream.release();
  });

  it.each([
    ["cut within a line", 40],
    ["cut at a line end", 22],
  ])("gives a paste without marks as one, though it comes in pieces: %s", async (_, at) => {
    const text = "export A=AKIAEXAMPLE0\rexport B=wJalrXUtnFEMI/K7MDENG\rexport C=eu\r";
    const clock = createManualClock();
    const { keyboard, stream, turns } = openStream(undefined, clock);
    keyboard.write(text.slice(0, at));
    await clock.advance(10);
    keyboard.write(text.slice(at));
    await clock.advance(100);
    expect(turns).toEqual([text]);
    keyboard.write("q");
    await settle();
    expect(turns).toEqual([text, "q"]);
    stream.release();
  });

  it("passes the mode on to the keyboard", () => {
    const { stream, modes } = openStream();
    stream.setRawMode(true);
    stream.setRawMode(false);
    expect(modes).toEqual([true, false]);
    stream.release();
  });

  it("hears a keyboard that an earlier question has paused", async () => {
    const keyboard = new PassThrough();
    keyboard.pause();
    const stream = new KeyStream(keyboard);
    const keys: string[] = [];
    stream.on("data", (key: Buffer) => keys.push(key.toString()));
    keyboard.write("x");
    await settle();
    expect(keys).toEqual(["x"]);
    stream.release();
  });

  it("hears nothing after it was released, and stops the keyboard", async () => {
    const { keyboard, stream, turns } = openStream();
    stream.release();
    keyboard.write("q");
    await settle();
    expect(turns).toEqual([]);
    expect(keyboard.isPaused()).toBe(true);
  });
});

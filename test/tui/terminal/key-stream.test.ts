import { PassThrough } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { KeyStream, type Keyboard } from "../../../src/tui/terminal/key-stream.ts";

const openStream = (onSpent?: () => void) => {
  const modes: boolean[] = [];
  const keyboard: Keyboard & PassThrough = Object.assign(new PassThrough(), {
    setRawMode: (isRaw: boolean) => modes.push(isRaw),
  });
  const stream = new KeyStream(keyboard, onSpent);
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

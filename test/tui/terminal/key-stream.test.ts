import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { KeyStream } from "../../../src/tui/terminal/key-stream.ts";

/** Some turns of the event loop, in each of which one key moves. */
const settle = async () => {
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
};

const listen = (keyboard: PassThrough) => {
  const stream = new KeyStream(keyboard);
  const keys: string[] = [];
  stream.on("data", (key: Buffer) => keys.push(key.toString()));
  return { stream, keys };
};

describe("the stream of keys", () => {
  it("gives keys that came together one by one", async () => {
    const keyboard = new PassThrough();
    const { keys } = listen(keyboard);
    keyboard.write("ab\u{1B}[A");
    await settle();
    expect(keys).toEqual(["a", "b", "\u{1B}[A"]);
  });

  it("listens to a keyboard that an earlier question has paused", async () => {
    const keyboard = new PassThrough();
    keyboard.pause();
    const { keys } = listen(keyboard);
    keyboard.write("x");
    await settle();
    expect(keys).toEqual(["x"]);
  });

  it("leaves the keyboard to others when it is released", async () => {
    const keyboard = new PassThrough();
    const { stream, keys } = listen(keyboard);
    stream.release();
    keyboard.write("x");
    await settle();
    expect(keys).toEqual([]);
    expect(keyboard.read()?.toString()).toBe("x");
  });
});

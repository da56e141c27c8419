import { Readable } from "node:stream";
import { splitKeys } from "./split-keys.ts";

/** A terminal's keyboard, as Node gives it. */
export interface Keyboard extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
  ref?(): unknown;
  unref?(): unknown;
}

/**
 * The keyboard, one key a turn of the event loop. On a slow line many keys arrive at once; a key that opens a
 * field must have done so before the next one is read, or letters meant for the field would be commands.
 */
export class KeyStream extends Readable {
  readonly isTTY = true;
  readonly #keyboard: Keyboard;
  readonly #onSpent: () => void;
  #waiting: string[] = [];
  #isPasting = false;
  #isMoving = false;

  /** `onSpent` is called each time when all keys that came together have been given, and acted upon. */
  constructor(keyboard: Keyboard, onSpent: () => void = () => undefined) {
    super();
    this.#keyboard = keyboard;
    this.#onSpent = onSpent;
    keyboard.setEncoding("utf8");
    keyboard.on("data", this.#onData);
    keyboard.on("end", this.#onEnd);
    // A question asked on the terminal before has paused it; a listener alone would not undo that.
    keyboard.resume();
  }

  // Keys are pushed when they come, whether anybody asks or not.
  override _read(): void {}

  setRawMode(isRaw: boolean): this {
    this.#keyboard.setRawMode?.(isRaw);
    return this;
  }

  ref(): this {
    this.#keyboard.ref?.();
    return this;
  }

  unref(): this {
    this.#keyboard.unref?.();
    return this;
  }

  /** Hears nothing any more, and leaves the keyboard to others. */
  release(): void {
    this.#keyboard.off("data", this.#onData);
    this.#keyboard.off("end", this.#onEnd);
    this.#keyboard.pause();
    this.#waiting = [];
  }

  readonly #onData = (chunk: string | Buffer): void => {
    const { keys, isPasting } = splitKeys(chunk.toString(), this.#isPasting);
    this.#isPasting = isPasting;
    this.#waiting.push(...keys);
    if (this.#isMoving) return;
    this.#isMoving = true;
    // What is on the screen may be about to listen: React runs a frame's effects in the turn after it was drawn.
    setImmediate(() => this.#move());
  };

  readonly #onEnd = (): void => {
    this.push(null);
  };

  #move(): void {
    const key = this.#waiting.shift();
    this.#isMoving = key !== undefined;
    if (key === undefined) {
      this.#onSpent();
      return;
    }
    this.push(key);
    setImmediate(() => this.#move());
  }
}

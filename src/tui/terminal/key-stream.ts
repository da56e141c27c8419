import { Readable } from "node:stream";
import type { Clock } from "../../services/ports/clock.ts";
import { quietMs, terminalClock } from "./quiet.ts";
import { isUnmarkedPaste, splitKeys } from "./split-keys.ts";

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
  readonly #clock: Pick<Clock, "sleep">;
  /** The beginning of a paste without marks, of which more may come. */
  #begun = "";
  #gathering: AbortController | null = null;
  #waiting: string[] = [];
  #isPasting = false;
  #isMoving = false;

  /** `onSpent` is called each time when all keys that came together have been given, and acted upon. */
  constructor(
    keyboard: Keyboard,
    onSpent: () => void = () => undefined,
    clock: Pick<Clock, "sleep"> = terminalClock,
  ) {
    super();
    this.#clock = clock;
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
    this.#gathering?.abort();
    this.#begun = "";
    this.#waiting = [];
  }

  readonly #onData = (chunk: string | Buffer): void => {
    const text = this.#begun + chunk.toString();
    this.#gathering?.abort();
    this.#gathering = null;
    if (this.#isPasting || !isUnmarkedPaste(text)) return this.#take(text);
    // Its pieces are one paste: a line end within it is no Enter.
    this.#begun = text;
    const gathering = new AbortController();
    this.#gathering = gathering;
    // More has come: the wait for that one takes both.
    return void this.#clock.sleep(quietMs, gathering.signal).then(
      () => this.#take(text),
      () => undefined,
    );
  };

  #take(text: string): void {
    this.#begun = "";
    const { keys, isPasting } = splitKeys(text, this.#isPasting);
    this.#isPasting = isPasting;
    this.#waiting.push(...keys);
    if (this.#isMoving) return;
    this.#isMoving = true;
    // What is on the screen may be about to listen: React runs a frame's effects in the turn after it was drawn.
    setImmediate(() => this.#move());
  }

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

import type { Clock } from "../../services/ports/clock.ts";
import type { Keyboard } from "../terminal/key-stream.ts";
import { quietMs } from "../terminal/quiet.ts";

/** What was typed or pasted within one moment. */
export interface Burst {
  /** Without escape sequences; its line ends are "\n". */
  readonly text: string;
  /** True for more than fingers type in that time. */
  readonly isPaste: boolean;
}

// A fast hand rolls over some keys; a key that is held repeats itself, and is told by that.
const maxRolled = 8;

// What the terminal marks a paste with, arrows and other function keys, and a lone Esc.
// oxlint-disable-next-line no-control-regex -- control characters are what a keyboard sends
const sequences = /\u001b\[[0-?]*[ -/]*[@-~]|\u001bO.|\u001b/gsu;

const toBurst = (typed: string): Burst => {
  const text = typed.replace(sequences, "").replaceAll(/\r\n|\r/gu, "\n");
  const isHeld = Array.from(text).every((each) => each === text[0]);
  return { text, isPaste: text.trimEnd().length > maxRolled && !isHeld };
};

export interface TypedBurstsParams {
  readonly keyboard: Keyboard;
  readonly clock: Pick<Clock, "sleep">;
  readonly onBurst: (burst: Burst) => void;
  /** Ctrl+C, as soon as it is read: raw typing takes it away from the terminal. */
  readonly onInterrupt: () => void;
  readonly onEnd: () => void;
}

/** Gathers what comes from the keyboard until it is quiet for a moment. Gives the function that ends it. */
export const gatherBursts = (params: TypedBurstsParams): (() => void) => {
  const { keyboard, clock, onBurst, onInterrupt, onEnd } = params;
  let gathered = "";
  let waiting = new AbortController();

  const give = (): void => {
    const typed = gathered;
    gathered = "";
    if (typed !== "") onBurst(toBurst(typed));
  };
  const onData = (chunk: string | Buffer): void => {
    const typed = chunk.toString();
    if (typed.includes("\u0003")) return onInterrupt();
    gathered += typed;
    waiting.abort();
    waiting = new AbortController();
    // More has come: the wait for that one gives it.
    return void clock.sleep(quietMs, waiting.signal).then(give, () => undefined);
  };
  const end = (): void => {
    waiting.abort();
    give();
    onEnd();
  };
  keyboard.setEncoding("utf8");
  keyboard.on("data", onData);
  keyboard.on("end", end);
  keyboard.resume();
  return () => {
    waiting.abort();
    keyboard.off("data", onData);
    keyboard.off("end", end);
    keyboard.pause();
  };
};

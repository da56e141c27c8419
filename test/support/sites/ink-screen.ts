import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { render } from "ink-testing-library";
import type { ReactElement } from "react";
import { stripVTControlCharacters } from "node:util";
import { untilShown } from "./until-shown.ts";

/** Keys as a terminal sends them. */
export const keys = {
  up: "\u001b[A",
  down: "\u001b[B",
  right: "\u001b[C",
  left: "\u001b[D",
  home: "\u001b[H",
  end: "\u001b[F",
  delete: "\u001b[3~",
  pageUp: "\u001b[5~",
  pageDown: "\u001b[6~",
  shiftTab: "\u001b[Z",
  ctrlLeft: "\u001b[1;5D",
  ctrlRight: "\u001b[1;5C",
  altB: "\u001bb",
  altF: "\u001bf",
  enter: "\r",
  escape: "\u001b",
  tab: "\t",
  space: " ",
  backspace: "\u007f",
  ctrl: (letter: string) => String.fromCharCode(letter.toLowerCase().charCodeAt(0) - 96),
  paste: (text: string) => `\u001b[200~${text}\u001b[201~`,
} as const;

// Ink waits 20 ms for the rest of an escape sequence before it takes Esc for a key.
const escapeMs = 30;

/** A text as single key strokes. */
export const letters = (text: string): readonly string[] => Array.from(text);

/** A component on a terminal of 100 columns, with its keyboard and its last frame as plain text. */
export const showOnInk = async (node: ReactElement) => {
  const screen = render(node);
  await nextTurn();
  await nextTurn();
  const frame = () => stripVTControlCharacters(screen.lastFrame() ?? "");
  return {
    frame,
    /** Resolves when the frame shows the text. */
    until: (text: string | RegExp) => untilShown(frame, text),
    /** With colours and the cursor's inverse cell. */
    rawFrame: () => screen.lastFrame() ?? "",
    /** One after the other, each after the frame that the one before brought. */
    press: async (...pressed: readonly string[]) => {
      for (const key of pressed) {
        screen.stdin.write(key);
        if (key === keys.escape) await sleep(escapeMs);
        await nextTurn();
        await nextTurn();
      }
    },
    rerender: async (next: ReactElement) => {
      screen.rerender(next);
      await nextTurn();
    },
    unmount: screen.unmount,
  };
};

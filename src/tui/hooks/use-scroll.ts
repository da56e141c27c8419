import { useState } from "react";
import type { KeyHandlers } from "../keys/use-keys.ts";

/** Which lines of a long text are seen, and the keys that move it. */
export interface Scroll {
  /** The first line that is seen. */
  readonly top: number;
  /** Lines that are seen: one less than there is room for when not all are, for the words that say so. */
  readonly height: number;
  /** Moving keys, for `useKeys`. */
  readonly moves: KeyHandlers;
  /** Back to its first line, when the text has become another one. */
  readonly toStart: () => void;
}

/** A text of `count` lines in a place for `room` of them. */
export const useScroll = (count: number, room: number): Scroll => {
  const [wanted, setWanted] = useState(0);
  const height = count > room ? Math.max(1, room - 1) : room;
  const last = Math.max(0, count - height);
  const top = Math.min(wanted, last);
  const by = (lines: number) => () => setWanted(Math.max(0, Math.min(last, top + lines)));
  return {
    top,
    height,
    moves: {
      up: by(-1),
      down: by(1),
      pageUp: by(-height),
      pageDown: by(height),
      top: by(-count),
      bottom: by(count),
    },
    toStart: () => setWanted(0),
  };
};

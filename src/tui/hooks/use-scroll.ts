import { useState } from "react";
import { listMoves } from "../widgets/list-moves.ts";
import type { KeyHandlers } from "../keys/use-keys.ts";
import type { ListMove } from "../widgets/list-window.ts";

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
  const targetOf = (move: ListMove): number => {
    if (move.type === "moved") return Math.max(0, Math.min(last, top + move.by));
    return move.to === "start" ? 0 : last;
  };
  return {
    top,
    height,
    moves: listMoves(height, (move) => setWanted(targetOf(move))),
    toStart: () => setWanted(0),
  };
};

import { useState } from "react";
import { listMoves } from "../widgets/list-moves.ts";
import type { KeyHandlers } from "../keys/use-keys.ts";
import { fitWindow, type ListPosition, listStart, movePosition } from "../widgets/list-window.ts";

export interface Menu {
  readonly position: ListPosition;
  /** Moving keys, for `useKeys`. */
  readonly moves: KeyHandlers;
}

/** A short list that lives on its screen alone: where the mark is, and the keys that move it. */
export const useMenu = (count: number, height: number): Menu => {
  const [kept, setPosition] = useState(listStart);
  const size = { count, height };
  const position = fitWindow(kept, size);
  return {
    position,
    moves: listMoves(height, (move) => setPosition((now) => movePosition(now, move, size))),
  };
};

import { useState } from "react";
import type { KeyHandlers } from "../keys/use-keys.ts";
import { fitWindow, type ListPosition, listStart, moveBy, moveTo } from "../widgets/list-window.ts";

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
  const by = (rows: number) => () => setPosition((now) => moveBy(now, rows, size));
  return {
    position,
    moves: {
      up: by(-1),
      down: by(1),
      pageUp: by(-height),
      pageDown: by(height),
      top: () => setPosition((now) => moveTo(now, 0, size)),
      bottom: () => setPosition((now) => moveTo(now, count - 1, size)),
    },
  };
};

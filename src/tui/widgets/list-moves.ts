import type { ListMove } from "./list-window.ts";
import type { KeyHandlers } from "../keys/use-keys.ts";

/** The keys that move a list of which `height` rows are seen. A page leaves one row of the page before in sight. */
export const listMoves = (height: number, move: (move: ListMove) => void): KeyHandlers => {
  const page = Math.max(1, height - 1);
  const by = (rows: number) => () => move({ type: "moved", by: rows });
  return {
    up: by(-1),
    down: by(1),
    pageUp: by(-page),
    pageDown: by(page),
    top: () => move({ type: "jumped", to: "start" }),
    bottom: () => move({ type: "jumped", to: "end" }),
  };
};

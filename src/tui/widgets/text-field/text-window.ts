import type { WidthOf } from "../../../domain/display-name.ts";
import type { TextState } from "./text-state.ts";

/** What of a text is drawn: up to the cursor, the cell under the cursor, and what follows. */
export interface TextWindow {
  readonly before: string;
  /** A space at the end of the text. */
  readonly at: string;
  readonly after: string;
}

/** The part around the cursor that fits into `columns`, scrolled no more than needed to show the cursor. */
export const textWindow = (
  { graphemes, cursor }: Pick<TextState, "graphemes" | "cursor">,
  columns: number,
  width: WidthOf,
): TextWindow => {
  const at = graphemes[cursor] ?? " ";
  let room = Math.max(0, columns - width(at));
  let from = cursor;
  while (from > 0) {
    const needed = width(graphemes[from - 1] ?? "");
    if (needed > room) break;
    room -= needed;
    from -= 1;
  }
  let to = cursor + 1;
  while (to < graphemes.length) {
    const needed = width(graphemes[to] ?? "");
    if (needed > room) break;
    room -= needed;
    to += 1;
  }
  return {
    before: graphemes.slice(from, cursor).join(""),
    at,
    after: graphemes.slice(cursor + 1, to).join(""),
  };
};

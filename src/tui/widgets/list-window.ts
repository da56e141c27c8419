/** Where a list stands: the row with the focus, and the first row on the screen. Both from 0. */
export interface ListPosition {
  readonly cursor: number;
  readonly top: number;
}

/** What a list looks at: how many rows there are, and how many fit. */
export interface ListSize {
  readonly count: number;
  readonly height: number;
}

/** A list at its start. */
export const listStart: ListPosition = { cursor: 0, top: 0 };

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(value, high));

/**
 * The position with the cursor on a row, kept inside the list. A cursor that leaves the window moves it by half
 * a page, so that most key strokes change two rows on the screen and not each of them.
 */
export const moveTo = (
  { top }: ListPosition,
  row: number,
  { count, height }: ListSize,
): ListPosition => {
  const cursor = clamp(row, 0, Math.max(0, count - 1));
  const lastTop = Math.max(0, count - height);
  const half = Math.floor(height / 2);
  let next = clamp(top, 0, lastTop);
  if (cursor < next) next = clamp(cursor - half, 0, lastTop);
  else if (cursor >= next + height) next = clamp(cursor - (height - 1 - half), 0, lastTop);
  return { cursor, top: next };
};

/** The same row after rows came, went, or the window changed its size. */
export const fitWindow = (position: ListPosition, size: ListSize): ListPosition =>
  moveTo(position, position.cursor, size);

/** The cursor some rows further down, or up when `by` is negative. */
export const moveBy = (position: ListPosition, by: number, size: ListSize): ListPosition =>
  moveTo(position, position.cursor + by, size);

/** How a key moves a list: some rows down (up when negative), or to one of its ends. */
export type ListMove =
  | { readonly type: "moved"; readonly by: number }
  | { readonly type: "jumped"; readonly to: "start" | "end" };

/** The position after a move, kept inside the list. */
export const movePosition = (
  position: ListPosition,
  move: ListMove,
  size: ListSize,
): ListPosition => {
  if (move.type === "moved") return moveBy(position, move.by, size);
  return moveTo(position, move.to === "start" ? 0 : size.count - 1, size);
};

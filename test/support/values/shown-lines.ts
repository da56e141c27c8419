import type headless from "@xterm/headless";

/**
 * What a terminal shows, row by row, without spaces at the ends. Of a window that became narrower the emulator keeps
 * the columns that are out of sight, as they were before.
 */
export const shownLines = ({ buffer, rows, cols }: headless.Terminal): readonly string[] =>
  Array.from(
    { length: rows },
    (_, row) =>
      buffer.active
        .getLine(buffer.active.viewportY + row)
        ?.translateToString(true, 0, cols)
        .trimEnd() ?? "",
  );

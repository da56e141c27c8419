import { cutMiddle, displayName } from "../../../domain/display-name.ts";
import { nonEmpty } from "../../../domain/non-empty.ts";
import type { QueueSnapshot, TransferView } from "../../../services/ports/transfer-view.ts";
import { batchSign } from "../../widgets/batch-sign.ts";
import { linesAround } from "../../widgets/lines-around.ts";
import type { Span } from "../../widgets/Spans.tsx";
import { queueWords } from "../../../words/queue.ts";
import { queueLine, type Place, type QueueRowStyle } from "./queue-view.ts";

/** A line of the list: its pieces. */
export type QueueLine = readonly Span[];

/** Where the files of a row's batch all go, as far as that is below the destination in use. */
const placeOf = (
  { batchId, target }: TransferView,
  { batches = [] }: QueueSnapshot,
  here: Place,
): Place => {
  const batch = batches.find(({ id }) => id === batchId);
  if (!batch || batch.bucket === null || batch.bucket !== target.bucket) return here;
  const isBelow = batch.bucket !== here.bucket || batch.folder.startsWith(here.prefix);
  return isBelow ? { bucket: batch.bucket, prefix: batch.folder } : here;
};

/** The line above rows that go into the same folder; null where that is the destination in use itself. */
const headingOf = (place: Place, here: Place): string | null => {
  if (place.bucket !== here.bucket) return displayName(`${place.bucket}/${place.prefix}`);
  return nonEmpty(displayName(place.prefix.slice(here.prefix.length)));
};

export interface QueueLinesOptions extends QueueRowStyle {
  readonly snapshot: QueueSnapshot;
  /** The first row, and how many lines there are room for. */
  readonly top: number;
  readonly height: number;
  readonly cursor: number;
  /** Rows that are shown one by one; what is behind them is one line. */
  readonly rows: number;
  readonly isFolded: boolean;
}

const foldLine = (options: QueueLinesOptions, hasCursor: boolean) => {
  const { snapshot, columns, width, symbols } = options;
  const text = ` ${queueWords.folded(snapshot.totals.files)}`;
  // Below the end of a batch, which has the keys, it would be no more than words.
  const hint = options.cursor < 0 ? "" : queueWords.clearHint;
  // What failed stays above, each with a line of its own.
  const sign = batchSign({ ...snapshot.totals.files, failed: 0 }, symbols);
  const space = Math.max(2, columns - 3 - width(text) - width(hint));
  return [
    { text: hasCursor ? symbols.cursor : " ", tone: "accent", hasBar: hasCursor },
    { ...sign, hasBar: hasCursor },
    { ...sign, text, hasBar: hasCursor },
    { text: " ".repeat(space) + hint, tone: "quiet" },
  ] satisfies QueueLine;
};

/**
 * The lines of the list from `top` on: rows, a line for the folder above those that go into the same one, and one for
 * all that has ended. The row with the cursor is always among them.
 */
export const queueLines = (options: QueueLinesOptions): readonly QueueLine[] => {
  const { snapshot, top, height, cursor, rows, isFolded, here, columns, width, symbols } = options;
  const viewAt = (row: number) => snapshot.rows[row - snapshot.from] ?? null;
  const placeAt = (row: number): Place => {
    const view = row < rows ? viewAt(row) : null;
    return view ? placeOf(view, snapshot, here) : here;
  };
  return linesAround<QueueLine>({
    top,
    count: isFolded ? rows + 1 : rows,
    cursor,
    height,
    headingOf: (row) => headingOf(placeAt(row), here),
    toHeading: (heading) => [
      { text: `   ${cutMiddle(heading, columns - 4, width, symbols.ellipsis)}`, tone: "quiet" },
    ],
    toLine: (row, hasCursor) => {
      if (row >= rows) return foldLine(options, hasCursor);
      const view = viewAt(row);
      return view
        ? queueLine(view, { ...options, here: placeAt(row) }, hasCursor)
        : [{ text: " " }];
    },
  });
};

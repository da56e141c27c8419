import { cutMiddle, displayName, padTo, type WidthOf } from "../../../domain/display-name.ts";
import { formatBytes, formatWhen } from "../../../domain/format.ts";
import type { FolderEntry } from "../../../services/ports/file-source.ts";
import { browserWords } from "../../words/browser.ts";
import type { FolderCount } from "./browser-state.ts";

/** How a row is drawn: signs that the terminal has, and its width in columns. */
export interface RowStyle {
  readonly columns: number;
  readonly width: WidthOf;
  readonly nowMs: number;
  readonly signs: {
    readonly cursor: string;
    readonly tick: string;
    readonly none: string;
    readonly ellipsis: string;
  };
}

export interface RowState {
  readonly hasCursor: boolean;
  readonly isTicked: boolean;
  /** Of a ticked folder, as far as it has been counted. */
  readonly count: FolderCount | null;
}

/** Columns for sizes ("41 · 1.9 GiB") and times ("24 Nov 09:12"). */
const sizeColumns = 15;
const narrowSizeColumns = 10;
const timeColumns = 12;
/** From here on there is room for times. */
const timesFrom = 60;

const sizeText = (entry: FolderEntry, { signs }: RowStyle, { count }: RowState): string => {
  if (entry.kind === "folder") {
    if (!count) return signs.none;
    const more = count.isDone ? "" : "+";
    return `${count.files}${more} · ${formatBytes(count.bytes)}${more}`;
  }
  if (entry.kind !== "file") return browserWords.kind[entry.kind];
  return entry.hasDetails ? formatBytes(entry.sizeBytes) : "";
};

const marks = (style: RowStyle, { hasCursor, isTicked }: RowState) =>
  ` ${hasCursor ? style.signs.cursor : " "} ${isTicked ? style.signs.tick : " "} `;

/** One entry as one line: marker, tick, name, size, time; as wide as the screen less one column. */
export const entryLine = (entry: FolderEntry, style: RowStyle, state: RowState): string => {
  const { columns, width, nowMs, signs } = style;
  const start = marks(style, state);
  const hasTimes = columns >= timesFrom;
  const size = padTo(
    sizeText(entry, style, state),
    hasTimes ? sizeColumns : narrowSizeColumns,
    width,
    "start",
  );
  const time = hasTimes && entry.hasDetails ? formatWhen(entry.mtimeMs, nowMs) : "";
  const end = hasTimes ? `${size}   ${padTo(time, timeColumns, width)}` : size;
  const room = columns - 1 - width(start) - width(end) - 1;
  const shown = displayName(entry.name) + (entry.kind === "folder" ? "/" : "");
  const name = cutMiddle(shown, room, width, signs.ellipsis);
  return `${start}${padTo(name, room, width)} ${end}`.trimEnd();
};

/** The line of the folder above. */
export const parentLine = (style: RowStyle, hasCursor: boolean): string =>
  `${marks(style, { hasCursor, isTicked: false, count: null })}../`;

import path from "node:path";
import { cutMiddle, displayName, padTo, type WidthOf } from "../../../domain/display-name.ts";
import { formatBytes, formatWhen } from "../../../domain/format.ts";
import type { FolderEntry } from "../../../domain/folder-entry.ts";
import type { Symbols } from "../../widgets/theme.ts";
import { browserWords } from "../../../words/browser.ts";
import type { FolderCount } from "./browser-state.ts";

/** How rows are drawn: the terminal's signs, and the width in columns. */
export interface RowStyle {
  readonly columns: number;
  readonly width: WidthOf;
  readonly nowMs: number;
  readonly symbols: Symbols;
}

/** "some": a folder that was not selected itself has selected things inside. */
export type SelectionState = "all" | "some" | "none";

export interface RowState {
  readonly hasCursor: boolean;
  readonly select: SelectionState;
  /** Of a selected folder, as far as it has been counted. */
  readonly count: FolderCount | null;
}

/** Columns for sizes ("41 · 1.9 GiB") and times ("24 Nov 09:12"). */
const sizeColumns = 15;
const narrowSizeColumns = 10;
const timeColumns = 12;
/** From here on there is room for times. */
const timesFrom = 60;

const sizeText = (entry: FolderEntry, symbols: Symbols, count: FolderCount | null): string => {
  if (entry.kind === "folder") {
    if (!count) return symbols.none;
    const more = count.isDone ? "" : "+";
    return `${count.files}${more} ${symbols.dot} ${formatBytes(count.bytes)}`;
  }
  if (!entry.isUtf8) return browserWords.noText;
  if (entry.kind !== "file") return browserWords.kind[entry.kind];
  return entry.hasDetails ? formatBytes(entry.sizeBytes) : "";
};

const marks = (symbols: Symbols, { hasCursor, select }: RowState) => {
  const sign = { all: symbols.selected, some: symbols.partSelected, none: " " }[select];
  return ` ${hasCursor ? symbols.focus : " "} ${sign} `;
};

/** One entry as one line: marker, select, name, size, time; as wide as the screen less one column. */
export const entryLine = (entry: FolderEntry, style: RowStyle, state: RowState): string => {
  const { columns, width, nowMs, symbols } = style;
  const start = marks(symbols, state);
  const hasTimes = columns >= timesFrom;
  const size = padTo(
    sizeText(entry, symbols, state.count),
    hasTimes ? sizeColumns : narrowSizeColumns,
    width,
    "start",
  );
  const isDated = hasTimes && entry.hasDetails && entry.mtimeMs > 0;
  const time = isDated ? formatWhen(entry.mtimeMs, nowMs) : "";
  const end = hasTimes ? `${size}   ${padTo(time, timeColumns, width)}` : size;
  const room = columns - 1 - width(start) - width(end) - 1;
  const shown = displayName(entry.name) + (entry.kind === "folder" ? "/" : "");
  const name = cutMiddle(shown, room, width, symbols.ellipsis);
  return `${start}${padTo(name, room, width)} ${end}`.trimEnd();
};

/** The line of the folder above. */
export const parentLine = ({ symbols }: RowStyle, hasCursor: boolean): string =>
  `${marks(symbols, { hasCursor, select: "none", count: null })}../`;

/** The folder for the top line, with "~" for the home folder. */
export const folderTitle = (folder: string, home: string): string => {
  const isHome = home !== "" && (folder === home || folder.startsWith(home + path.sep));
  return displayName(isHome ? `~${folder.slice(home.length)}` : folder);
};

import path from "node:path";
import {
  cutEnd,
  cutMiddle,
  displayName,
  padTo,
  type WidthOf,
} from "../../../domain/display-name.ts";
import { formatBytes, formatWhen } from "../../../domain/format.ts";
import type { FolderEntry } from "../../../domain/folder-entry.ts";
import type { SortBy } from "../../../domain/settings.ts";
import type { Span } from "../../widgets/Spans.tsx";
import type { Symbols, Tone } from "../../widgets/theme.ts";
import type { ContentFinding } from "../../../domain/past-delivery.ts";
import { compareWords } from "../../../words/compare.ts";
import { browserWords } from "../../../words/browser.ts";
import type { FolderCount } from "./browser-state.ts";
import type { RowOrder } from "./row-order.ts";

/** How rows are drawn: the terminal's signs, and the width in columns. */
export interface RowStyle {
  readonly columns: number;
  readonly width: WidthOf;
  readonly nowMs: number;
  readonly symbols: Symbols;
}

/** The very file was delivered, by size and time; or how it compares by SHA-256. */
export type DeliveryMark = "delivered" | ContentFinding;

/** "some": a folder that was not selected itself has selected things inside. */
export type SelectionState = "all" | "some" | "none";

export interface RowState {
  readonly hasCursor: boolean;
  readonly select: SelectionState;
  /** Of a folder, as far as it has been counted. */
  readonly count: FolderCount | null;
  /** What this computer has delivered of it; null for nothing. */
  readonly mark: DeliveryMark | null;
  /** True: some rows have marks that were found by reading, which are wider. */
  readonly hasFindings: boolean;
}

/** Columns for sizes ("41 · 1.9 GiB") and times ("24 Nov 09:12"). */
const sizeColumns = 15;
const narrowSizeColumns = 12;
const timeColumns = 14;
/** From here on there is room for times, and for the word "delivered". */
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

/** The kind of an entry is its colour, and a sign behind its name. */
const kindTone = ({ kind, isLink, isProgram }: FolderEntry): Tone => {
  if (isLink) return "link";
  if (kind === "folder") return "folder";
  return kind === "file" ? (isProgram === true ? "program" : "plain") : "quiet";
};

const markSpans = (
  symbols: Symbols,
  hasCursor: boolean,
  select: SelectionState,
): readonly Span[] => {
  const sign = { all: symbols.selected, some: symbols.partSelected, none: " " }[select];
  return [
    { text: " " },
    {
      text: `${hasCursor ? symbols.cursor : " "}${sign}`,
      // What has no sign has no colour either: that would be bytes for nothing.
      tone: select === "none" ? "plain" : "accent",
      hasBar: hasCursor,
    },
  ];
};

/** Columns of the marks: the edge, the cursor and whether it is selected. */
const markColumns = 3;

const markWords = (mark: DeliveryMark): string =>
  mark === "delivered" ? browserWords.delivered : compareWords.finding[mark];

const markSign = (mark: DeliveryMark, symbols: Symbols): string =>
  mark === "delivered" ? symbols.state.delivered : compareWords.short[mark];

const markTones: Readonly<Record<DeliveryMark, Tone>> = {
  delivered: "good",
  "same content": "good",
  "content differs": "warn",
  "no SHA-256 kept": "quiet",
  unreadable: "bad",
};

/** What stands right of the name, and how wide it is. */
interface RowEnd {
  readonly spans: readonly Span[];
  readonly columns: number;
}

const rowEnd = (entry: FolderEntry, style: RowStyle, state: RowState): RowEnd => {
  const { columns, width, nowMs, symbols } = style;
  const hasTimes = columns >= timesFrom;
  const size = padTo(
    sizeText(entry, symbols, state.count),
    hasTimes ? sizeColumns : narrowSizeColumns,
    width,
    "start",
  );
  const isDated = hasTimes && entry.hasDetails && entry.mtimeMs > 0;
  const time = isDated ? formatWhen(entry.mtimeMs, nowMs).trimEnd() : "";
  const figures = hasTimes ? size + padTo(time, timeColumns, width, "start") : size;
  const widest = state.hasFindings
    ? compareWords.finding["no SHA-256 kept"]
    : browserWords.delivered;
  const room = (hasTimes ? width(widest) : 1) + 1;
  const { mark } = state;
  if (mark === null)
    return { spans: [{ text: " ".repeat(room) + figures }], columns: room + width(figures) };
  const words = hasTimes ? markWords(mark) : markSign(mark, symbols);
  const spans: readonly Span[] = [
    { text: ` ${padTo(words, room - 1, width)}`, tone: markTones[mark] },
    { text: figures },
  ];
  return { spans, columns: room + width(figures) };
};

/** One entry as one line: cursor, whether it is selected, name, size, time; as wide as the screen less one column. */
export const entryLine = (
  entry: FolderEntry,
  style: RowStyle,
  state: RowState,
): readonly Span[] => {
  const { columns, width, symbols } = style;
  const { hasCursor } = state;
  const end = rowEnd(entry, style, state);
  const room = Math.max(1, columns - 1 - markColumns - end.columns - 1);
  const shown = displayName(entry.name) + (entry.kind === "folder" ? "/" : "");
  const name = ` ${cutMiddle(shown, room, width, symbols.ellipsis)}`;
  // The bar ends with the name: a gap that it does not cover is a move, and costs no bytes.
  const gap = " ".repeat(Math.max(0, room + 1 - width(name)));
  const [first, ...rest] = end.spans;
  const before = first?.tone === undefined ? [] : [first];
  return [
    ...markSpans(symbols, hasCursor, state.select),
    { text: name, tone: kindTone(entry), hasBar: hasCursor },
    { text: gap + (before.length === 0 ? (first?.text ?? "") : "") },
    ...before,
    ...rest,
  ];
};

/** The line of the folder above. */
export const parentLine = ({ symbols }: RowStyle, hasCursor: boolean): readonly Span[] => [
  ...markSpans(symbols, hasCursor, "none"),
  { text: " ../", tone: "folder", hasBar: hasCursor },
];

/** What the columns are, with an arrow at the one that decides about the order. */
export const headLine = (order: RowOrder, { columns, width, symbols }: RowStyle): string => {
  const arrow = order.descending ? symbols.descending : symbols.ascending;
  const head = (sort: SortBy) =>
    `${browserWords.heads[sort]}${order.sort === sort ? ` ${arrow}` : ""}`;
  const hasTimes = columns >= timesFrom;
  const size = padTo(head("size"), hasTimes ? sizeColumns : narrowSizeColumns, width, "start");
  const end = hasTimes ? size + padTo(head("modified"), timeColumns, width, "start") : size;
  const start = `${" ".repeat(markColumns + 1)}${head("name")}`;
  // In a narrow window the time has no column of its own.
  const byTime = !hasTimes && order.sort === "modified" ? ` ${head("modified")}` : "";
  const room = columns - 1 - width(end);
  return `${padTo(cutEnd(start + byTime, room, width, symbols.ellipsis), room, width)}${end}`;
};

/** A folder as text, with "~" for the home folder. */
export const folderTitle = (folder: string, home: string): string => {
  const isHome = home !== "" && (folder === home || folder.startsWith(home + path.sep));
  return displayName(isHome ? `~${folder.slice(home.length)}` : folder);
};

/** The folder for the top line: the last one apart from those around it. */
export const breadcrumb = (folder: string, home: string, into: string): string => {
  const title = folderTitle(folder, home);
  const at = title.lastIndexOf(path.sep);
  if (at <= 0 || at === title.length - 1) return title;
  return `${title.slice(0, at)} ${into} ${title.slice(at + 1)}`;
};

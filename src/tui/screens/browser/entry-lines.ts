import { joinTexts } from "../../../domain/non-empty.ts";
import { cutMiddle, displayName, type WidthOf } from "../../../domain/display-name.ts";
import type { FolderEntry } from "../../../domain/folder-entry.ts";
import { formatBytes, formatWhen } from "../../../domain/format.ts";
import {
  isSameFile,
  type ContentFinding,
  type PastDelivery,
} from "../../../domain/past-delivery.ts";
import { compareWords } from "../../../words/compare.ts";
import { browserWords } from "../../../words/browser.ts";
import type { Line } from "../../widgets/Lines.tsx";
import { wrapLines } from "../../widgets/wrap-lines.ts";
import type { FolderCount } from "./browser-state.ts";

export interface EntryDetails {
  readonly entry: FolderEntry;
  /** Of a folder, as far as it has been counted. */
  readonly count: FolderCount | null;
  /** What this computer has delivered from its path; null for nothing. */
  readonly before: PastDelivery | null;
  /** How it compares by SHA-256; null where nobody asked. */
  readonly finding: ContentFinding | null;
}

interface EntryStyle {
  readonly columns: number;
  readonly width: WidthOf;
  readonly ellipsis: string;
  readonly nowMs: number;
}

/** A name takes two lines at the most: the list has the rest of the room. */
const maxNameLines = 2;

const what = ({ entry, count }: EntryDetails): string => {
  if (entry.kind === "folder")
    return count === null
      ? browserWords.folderUncounted
      : browserWords.folderCounted(count.files, count.bytes, count.isDone);
  if (entry.kind !== "file") return browserWords.kind[entry.kind];
  return entry.hasDetails ? formatBytes(entry.sizeBytes) : "";
};

/** The highlighted entry in a wide window: its whole name, size and time, and what was delivered of it. */
export const entryLines = (
  details: EntryDetails,
  { columns, width, ellipsis, nowMs }: EntryStyle,
): readonly Line[] => {
  const { entry, before, finding } = details;
  const name = cutMiddle(displayName(entry.name), columns * maxNameLines, width, ellipsis);
  const changed = entry.hasDetails ? formatWhen(entry.mtimeMs, nowMs).trim() : "";
  const facts = joinTexts([what(details), changed], "  ");
  const lines: readonly Line[] = [
    { text: name, isBold: true },
    { text: facts },
    ...(before === null ? [] : [deliveredLine(before, entry, nowMs)]),
    ...(finding === null ? [] : [findingLine(finding)]),
  ];
  return lines.flatMap((line) =>
    wrapLines(line.text, columns, width).map((text) => ({ ...line, text })),
  );
};

const findingLine = (finding: ContentFinding): Line => ({
  text: compareWords.finding[finding],
  tone: finding === "same content" ? "good" : "warn",
});

const deliveredLine = (before: PastDelivery, entry: FolderEntry, nowMs: number): Line => {
  const when = formatWhen(before.deliveredAtMs, nowMs).trim();
  return isSameFile(before, entry)
    ? { text: browserWords.deliveredAt(when), tone: "good" }
    : { text: browserWords.changedSince(when) };
};

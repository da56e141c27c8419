import path from "node:path";
import { assertNever } from "../../../domain/assert-never.ts";
import { cutEnd, cutMiddle, displayName, type WidthOf } from "../../../domain/display-name.ts";
import { formatBytes, formatWhen } from "../../../domain/format.ts";
import { conflictDifference, type Conflict } from "../../../domain/delivery-plan.ts";
import type { ConflictPolicy } from "../../../domain/transfer.ts";
import type { ListLine } from "../../widgets/List.tsx";
import type { Symbols, Tone } from "../../widgets/theme.ts";
import { errorLine } from "../../../words/errors/error-words.ts";
import type { ContentFinding } from "../../../domain/past-delivery.ts";
import { compareWords } from "../../../words/compare.ts";
import { reviewWords } from "../../../words/review.ts";
import type { ReviewRow } from "./review-rows.ts";

export interface ReviewStyle {
  readonly columns: number;
  readonly width: WidthOf;
  readonly nowMs: number;
  readonly symbols: Symbols;
  readonly prefix: string;
}

/** A side of a conflict in two figures: "1.2 MiB  18 Nov 09:12". */
export const sideText = (side: Conflict["ours"], nowMs: number): string =>
  `${formatBytes(side.sizeBytes).padStart(10)}  ${formatWhen(side.modifiedAtMs, nowMs)}`;

const belowPrefix = (key: string, prefix: string) =>
  displayName(key.startsWith(prefix) ? key.slice(prefix.length) : key);

/** The edge, the cursor, the sign and a space. */
const markColumns = 4;

interface Cells {
  readonly sign: string;
  readonly name: string;
  readonly text: string;
  /** The same in fewer words, the longest first, for a line without room for all of it. */
  readonly shorter?: readonly string[];
  readonly tone: Tone;
}

/** What a person has said of a row. */
export interface RowAnswer {
  readonly policy: ConflictPolicy | undefined;
  readonly isLeftOut: boolean;
  /** How the file compares by SHA-256; absent where nobody asked. */
  readonly finding?: ContentFinding | undefined;
}

const cellsOf = (
  row: ReviewRow,
  { nowMs, prefix, symbols }: ReviewStyle,
  { policy, isLeftOut }: RowAnswer,
): Cells => {
  const leftOut = { sign: symbols.none, text: reviewWords.leftOut, tone: "quiet" } as const;
  switch (row.kind) {
    case "conflict": {
      const { key, theirs } = row.conflict;
      const name = belowPrefix(key, prefix);
      if (isLeftOut) return { name, ...leftOut };
      const answer = reviewWords.shortAnswer[policy ?? "skip"];
      const difference = reviewWords.difference(conflictDifference(row.conflict));
      const compared = `${answer}  ${difference}`;
      const inBucket = (side: string) => `${compared}  ${reviewWords.inBucket}: ${side}`;
      const text = inBucket(sideText(theirs, nowMs).trim());
      const shorter = [inBucket(formatBytes(theirs.sizeBytes)), compared, answer];
      return { sign: "?", name, text, shorter, tone: "warn" };
    }
    case "skipped": {
      const { path: at, error } = row.skipped;
      const text = errorLine(error);
      return { sign: symbols.attention, name: displayName(path.basename(at)), text, tone: "bad" };
    }
    case "file": {
      const { key, fingerprint } = row.file;
      const name = belowPrefix(key, prefix);
      if (isLeftOut) return { name, ...leftOut, text: leftOut.text.padStart(10) };
      const text = formatBytes(fingerprint.sizeBytes).padStart(10);
      return { sign: " ", name, text, tone: "plain" };
    }
    case "delivered": {
      const { file, deliveredAtMs, conflict } = row.delivered;
      const when = formatWhen(deliveredAtMs, nowMs).trim();
      const text = conflict ? reviewWords.alreadyDelivered(when) : reviewWords.wasDelivered(when);
      const sign = symbols.state.delivered;
      return { sign, name: belowPrefix(file.key, prefix), text, tone: "good" };
    }
    default:
      return assertNever(row);
  }
};

/** One line of the review: sign, name, and what becomes of it. */
export const reviewLine = (
  row: ReviewRow,
  style: ReviewStyle,
  hasCursor: boolean,
  answer: RowAnswer,
): ListLine => {
  const { columns, width, symbols } = style;
  const { sign, name, text: said, shorter = [], tone: own } = cellsOf(row, style, answer);
  const { finding } = answer;
  // Before what a narrow window cuts.
  const found = finding ? `${compareWords.finding[finding]}  ` : null;
  const toText = (words: string) => (found === null ? words : found + words.trim());
  const tone = finding === "content differs" ? "warn" : own;
  const mark = `${hasCursor ? symbols.cursor : " "}${sign} `;
  const share =
    row.kind === "file" && !finding ? columns - markColumns - 13 : Math.floor(columns * 0.4);
  const nameColumns = Math.max(10, share);
  const shown = cutMiddle(name, nameColumns, width, symbols.ellipsis);
  const spare = nameColumns - width(shown);
  const room = columns - 1 - markColumns - nameColumns - 1;
  const forms = [said, ...shorter].map(toText);
  const text =
    forms.find((form) => width(form) <= room + Math.max(0, spare - 1)) ?? forms.at(-1) ?? "";
  // What is longer than its column takes what a short name leaves, but for a space.
  const taken = Math.max(0, Math.min(spare - 1, width(text) - room));
  const gap = " ".repeat(spare - taken + 1);
  return [
    { text: " " },
    { text: mark + shown, tone, hasBar: hasCursor },
    { text: gap + cutEnd(text, room + taken, width, symbols.ellipsis), tone },
  ];
};

/** The name that "rename" would take at the first free number: "report (2).pdf". */
export const renamedExample = (key: string): string => {
  const { dir, name, ext } = path.posix.parse(key);
  return displayName(path.posix.join(dir, `${name} (2)${ext}`));
};

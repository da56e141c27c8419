import path from "node:path";
import { assertNever } from "../../../domain/assert-never.ts";
import {
  cutEnd,
  cutMiddle,
  displayName,
  padTo,
  type WidthOf,
} from "../../../domain/display-name.ts";
import { formatBytes, formatWhen } from "../../../domain/format.ts";
import type { Conflict } from "../../../domain/delivery-plan.ts";
import type { ConflictPolicy } from "../../../domain/transfer.ts";
import type { ListLine } from "../../widgets/List.tsx";
import type { Symbols } from "../../widgets/theme.ts";
import { errorLine } from "../../../words/errors/error-words.ts";
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

interface Cells {
  readonly sign: string;
  readonly name: string;
  readonly text: string;
}

const cellsOf = (
  row: ReviewRow,
  { nowMs, prefix }: ReviewStyle,
  answer: ConflictPolicy | undefined,
): Cells => {
  switch (row.kind) {
    case "conflict": {
      const { key, theirs } = row.conflict;
      const side = sideText(theirs, nowMs).trim();
      const text = `${reviewWords.shortAnswer[answer ?? "skip"]}  ${reviewWords.inBucket}: ${side}`;
      return { sign: "?", name: belowPrefix(key, prefix), text };
    }
    case "skipped": {
      const { path: at, error } = row.skipped;
      return { sign: "!", name: displayName(path.basename(at)), text: errorLine(error) };
    }
    case "file": {
      const { key, fingerprint } = row.file;
      const text = formatBytes(fingerprint.sizeBytes).padStart(10);
      return { sign: " ", name: belowPrefix(key, prefix), text };
    }
    default:
      return assertNever(row);
  }
};

const tones = { conflict: "warn", skipped: "bad", file: "plain" } as const;

/** One line of the review: sign, name, and what becomes of it. */
export const reviewLine = (
  row: ReviewRow,
  style: ReviewStyle,
  hasCursor: boolean,
  answer: ConflictPolicy | undefined,
): ListLine => {
  const { columns, width, symbols } = style;
  const { sign, name, text } = cellsOf(row, style, answer);
  const start = ` ${hasCursor ? symbols.focus : " "} ${sign} `;
  const share = row.kind === "file" ? columns - width(start) - 13 : Math.floor(columns * 0.4);
  const nameColumns = Math.max(10, share);
  const shown = padTo(cutMiddle(name, nameColumns, width, symbols.ellipsis), nameColumns, width);
  const room = columns - 1 - width(start) - nameColumns - 1;
  return {
    text: `${start}${shown} ${cutEnd(text, room, width, symbols.ellipsis)}`,
    tone: hasCursor ? "accent" : tones[row.kind],
  };
};

/** The name that "rename" would take at the first free number: "report (2).pdf". */
export const renamedExample = (key: string): string => {
  const { dir, name, ext } = path.posix.parse(key);
  return displayName(path.posix.join(dir, `${name} (2)${ext}`));
};

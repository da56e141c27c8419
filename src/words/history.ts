import { allFiles, type ByState } from "../domain/batch.ts";
import { displayName } from "../domain/display-name.ts";
import type { HistoryBatch } from "../services/ports/history-store.ts";
import { formatBytes, formatCount, formatNumber, formatWhen } from "../domain/format.ts";
import { isBlank, joinTexts } from "../domain/non-empty.ts";
import { someArrived } from "./batch.ts";

/** Every sentence of the history, of a receipt, and of uploads that were left unfinished. */
const dayMs = 24 * 60 * 60 * 1000;

const states = {
  all: "all",
  failed: "failed",
  delivered: "delivered",
  "left out": "skipped or cancelled",
} as const;

/** States that the history can be filtered by. */
export type HistoryStateName = keyof typeof states;

export const historyWords = {
  states,
  since: (days: number): string => (days === 1 ? "today" : `last ${days} days`),
  /** How many match (null: nothing is asked for), and how many were delivered in all: what is not shown is not lost. */
  count: (shown: number | null, all: number): string =>
    shown === null
      ? `${formatCount(all, "file")} delivered`
      : `${formatNumber(shown)} shown · ${formatCount(all, "file")} delivered`,
  loading: "Loading the history…",
  empty: "Nothing delivered yet. Press 1 for your files, Space to select, u to upload.",
  noMatch: (text: string): string =>
    `Nothing in the history matches "${displayName(text)}". Esc clears the filter.`,
  noneLeft: "Nothing in the history matches. Esc shows all.",
  filterLabel: "Filter:",
  /** What is shown of it, below the list. */
  filtered: ({
    text,
    state,
    days,
  }: {
    readonly text: string;
    readonly state: HistoryStateName;
    readonly days: number | null;
  }): string =>
    joinTexts(
      [
        isBlank(text) ? null : `Filter: "${displayName(text)}"`,
        state === "all" ? null : states[state],
        days === null ? null : historyWords.since(days),
        "Esc shows all",
      ],
      " · ",
    ),
  /** "46 files", "44 of 46 files". */
  files: (files: ByState): string => {
    const all = allFiles(files) - files.cancelled;
    return files.failed > 0
      ? someArrived(files.delivered, all)
      : formatCount(files.delivered, "file");
  },
  /** What arrived of a batch; of a file that was sent alone its size, whatever became of it. */
  size: ({
    files,
    sizeBytes,
    deliveredBytes,
  }: Pick<HistoryBatch, "files" | "sizeBytes" | "deliveredBytes">): string =>
    formatBytes(allFiles(files) === 1 ? sizeBytes : deliveredBytes),
  /** "Today", "Yesterday", "29 Nov", "29 Nov  2025". */
  day: (atMs: number, nowMs: number): string => {
    const day = new Date(atMs).toDateString();
    if (day === new Date(nowMs).toDateString()) return "Today";
    if (day === new Date(nowMs - dayMs).toDateString()) return "Yesterday";
    const when = formatWhen(atMs, nowMs).trim();
    return when.replace(/ \d\d:\d\d$/u, "");
  },
  batch: (files: number): string => `Uploaded together · ${formatCount(files, "file")}`,
  noneHighlighted: "No receipt to show",
  noReceipt: "Only what was delivered has a receipt",
  sentAgain: (files: number): string => `${formatCount(files, "file")} will be uploaded again`,
  nothingAgain: "Nothing here can be uploaded again",
} as const;

export const receiptWords = {
  title: (name: string): string => `Receipt · ${displayName(name)}`,
  loading: "Loading the receipt…",
  gone: "This receipt no longer exists. Esc goes back.",
  saved: (file: string): string => `Saved as ${displayName(file)}`,
  notYet: "The receipt is still loading",
} as const;

export const unfinishedWords = {
  title: (count: number): string => formatCount(count, "unfinished upload"),
  explained: "Interrupted before. Parts already uploaded are not uploaded again.",
  more: (count: number): string => `and ${formatCount(count, "more", "more")}`,
  choices: {
    continue: "Resume now",
    later: "Later (keep paused)",
    remove: "Cancel (your files stay)",
  },
  removeQuestion: (count: number): string => `Cancel ${formatCount(count, "unfinished upload")}?`,
  removeExplained: "Your files are not changed.",
  removeYes: "Cancel uploads",
  removeNo: "Keep uploads",
} as const;

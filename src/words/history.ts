import { displayName } from "../domain/display-name.ts";
import { formatCount } from "../domain/format.ts";

/** Every sentence of the history, of a receipt, and of uploads that were left unfinished. */
export const historyWords = {
  count: (shown: number, all: number): string =>
    shown === all
      ? `${formatCount(all, "file")} delivered`
      : `${shown} of ${formatCount(all, "file")} delivered`,
  loading: "Loading the history…",
  empty: "Nothing delivered yet. Press 1 for your files, Space to select, u to upload.",
  noMatch: (text: string): string =>
    `No delivered file matches "${displayName(text)}". Esc clears the filter.`,
  filterLabel: "Filter:",
  filtered: (text: string): string => `Filter: "${displayName(text)}" · Esc shows all`,
  noneHighlighted: "No receipt to show",
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
  explained: "They were interrupted. Parts already uploaded are not uploaded again.",
  more: (count: number): string => `and ${formatCount(count, "more", "more")}`,
  choices: {
    continue: "Resume now",
    later: "Later (keep them paused)",
    remove: "Cancel them (your files stay)",
  },
  removeQuestion: (count: number): string => `Cancel ${formatCount(count, "unfinished upload")}?`,
  removeExplained: "Your files are not changed.",
  removeYes: "Cancel them",
  removeNo: "Keep them",
} as const;

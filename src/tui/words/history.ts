import { displayName } from "../../domain/display-name.ts";
import { formatCount } from "../../domain/format.ts";

/** Every sentence of the history, of a receipt, and of uploads that were left unfinished. */
export const historyWords = {
  count: (shown: number, all: number): string =>
    shown === all
      ? `${formatCount(all, "file")} delivered`
      : `${shown} of ${formatCount(all, "file")} delivered`,
  loading: "Reading what was sent…",
  empty: "Nothing has been delivered from here yet. 1 goes to your files: Space chooses, u sends.",
  noMatch: (text: string): string =>
    `Nothing delivered has "${displayName(text)}" in its name. Esc clears the filter.`,
  filterLabel: "Filter:",
  filtered: (text: string): string => `Only names with "${displayName(text)}" · Esc shows all`,
  note: "Enter shows the receipt",
  noneMarked: "There is no receipt to show yet",
} as const;

export const receiptWords = {
  title: (name: string): string => `Receipt · ${displayName(name)}`,
  loading: "Reading the receipt…",
  gone: "This receipt is not kept here any more. Esc goes back.",
  copied: "Copied, if your terminal allows it",
  tooLong: "This is too long for your terminal's clipboard: s saves it",
  notSaved: "It could not be saved: the folder is full, or may not be written to",
  saved: (file: string): string => `Saved as ${displayName(file)}`,
  notYet: "The receipt is still being read",
} as const;

export const unfinishedWords = {
  title: (count: number): string =>
    count === 1 ? "1 upload can go on" : `${formatCount(count, "upload")} can go on`,
  explained:
    "They were not finished when the program ended. What the store has of them need not be sent again.",
  more: (count: number): string => `and ${formatCount(count, "more", "more")}`,
  choices: {
    continue: "Continue now",
    later: "Later: keep them paused",
    forget: "Forget them: nothing is deleted",
  },
  forgetQuestion: (count: number): string => `Forget ${formatCount(count, "unfinished upload")}?`,
  forgetExplained: "Your files stay as they are.",
  forgetYes: "Forget them",
  forgetNo: "Keep them",
} as const;

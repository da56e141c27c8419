import type { EntryKind } from "../../domain/folder-entry.ts";
import { displayName } from "../../domain/display-name.ts";
import { formatBytes, formatCount, formatRoughDuration } from "../../domain/format.ts";
import type { SortBy } from "../screens/browser/browser-rows.ts";

const sorts: Readonly<Record<SortBy, string>> = {
  name: "by name",
  size: "by size",
  modified: "by time",
};

const kinds: Readonly<Record<Exclude<EntryKind, "file" | "folder">, string>> = {
  socket: "socket",
  device: "device",
  pipe: "pipe",
  other: "broken link",
};

export interface ChosenSummary {
  readonly files: number;
  readonly bytes: number;
  readonly isDone: boolean;
  /** Null until a speed is known. */
  readonly secondsToSend: number | null;
}

/** Every sentence of the browser. */
export const browserWords = {
  kind: kinds,
  items: (shown: number, all: number, isReading: boolean): string => {
    const count =
      shown === all ? formatCount(all, "item") : `${shown} of ${formatCount(all, "item")}`;
    return isReading ? `reading… ${count}` : count;
  },
  sort: sorts,
  chosen: ({ files, bytes, isDone, secondsToSend }: ChosenSummary): string => {
    const counted = `${formatCount(files, "file")} · ${formatBytes(bytes)} chosen`;
    if (!isDone) return `${counted} · counting…`;
    return secondsToSend === null ? counted : `${counted} · ${formatRoughDuration(secondsToSend)}`;
  },
  chosenTitle: "Chosen",
  choosePane: "Nothing yet. Space chooses the marked file or folder, u sends what is chosen.",
  allOf: (folder: string, without: number): string =>
    without === 0 ? `all of ${folder}` : `all of ${folder} but ${without}`,
  moreChosen: (count: number): string => `and ${formatCount(count, "more", "more")}`,
  nothingChosen: "Nothing chosen yet: Space chooses the marked file or folder",
  uploadNeedsChoice: "Choose with Space first, then u",
  emptyFolder: "This folder is empty. Backspace goes back up.",
  onlyHidden: "Only hidden files here: . shows them. Backspace goes back up.",
  noMatch: (text: string): string => `Nothing with "${text}". Esc shows all.`,
  reading: "Reading this folder…",
  filterLabel: "Filter:",
  filtered: (text: string, chosen: string | null): string =>
    `Only names with "${displayName(text)}" · Esc shows all${chosen === null ? "" : ` · ${chosen}`}`,
  noText: "name not text",
  filesDoNotOpen: "Enter opens folders; Space chooses this file",
  noParent: "There is no folder above this one",
  notRemembered: "This could not be saved: it holds until you quit",
  cannotTick: "This cannot be sent: only files and folders can",
  notUtf8:
    "The name of this file is not text (UTF-8), so that it cannot become a key: rename it first",
} as const;

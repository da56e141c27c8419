import type { EntryKind } from "../domain/folder-entry.ts";
import { displayName } from "../domain/display-name.ts";
import { formatBytes, formatCount, formatNumber, formatRoughDuration } from "../domain/format.ts";
import type { SortBy } from "../domain/settings.ts";

const kinds: Readonly<Record<Exclude<EntryKind, "file" | "folder">, string>> = {
  socket: "socket",
  device: "device",
  pipe: "pipe",
  other: "broken link",
};

export interface FolderSummary {
  readonly shown: number;
  /** Shown were it not for a filter. */
  readonly all: number;
  /** Not shown because their names begin with a dot. */
  readonly hidden: number;
  readonly isReading: boolean;
}

export interface SelectionSummary {
  readonly files: number;
  readonly bytes: number;
  readonly isDone: boolean;
  /** Null until a speed is known. */
  readonly secondsToSend: number | null;
}

/** Every sentence of the browser. */
export const browserWords = {
  kind: kinds,
  /** How much is in the folder: all of it that may be shown, or what a filter leaves. */
  items: ({ shown, all, hidden, isReading }: FolderSummary): string => {
    const count =
      shown === all
        ? formatCount(all, "item")
        : `${formatNumber(shown)} of ${formatCount(all, "item")}`;
    const counted = isReading ? `loading… ${count}` : count;
    return hidden === 0 ? counted : `${counted} · ${formatNumber(hidden)} hidden`;
  },
  heads: { name: "Name", size: "Size", modified: "Changed" } satisfies Readonly<
    Record<SortBy, string>
  >,
  delivered: "delivered",
  /** `when` as a list shows it: "29 Nov 15:36". */
  deliveredAt: (when: string): string => `delivered ${when}`,
  changedSince: (when: string): string => `changed since it was delivered ${when}`,
  folderUncounted: "folder, not counted: s counts it",
  folderCounted: (files: number, bytes: number, isDone: boolean): string =>
    `${formatCount(files, "file")} · ${formatBytes(bytes)}${isDone ? "" : " · counting…"}`,
  selected: ({ files, bytes, isDone, secondsToSend }: SelectionSummary): string => {
    const counted = `${formatCount(files, "file")} selected · ${formatBytes(bytes)}`;
    if (!isDone) return `${counted} · counting…`;
    return secondsToSend === null ? counted : `${counted} · ${formatRoughDuration(secondsToSend)}`;
  },
  uploadsTo: (destination: string): string => `u uploads to ${destination}`,
  uploadsHighlighted: "u uploads the highlighted one",
  escAgain: (what: string): string => `Press Esc again to clear ${what}`,
  allSelected: (count: number, isDone: boolean): string =>
    isDone ? formatCount(count, "selected file") : "what is selected",
  selectionTitle: "Selected",
  selectionPane: "Nothing yet. Space selects the highlighted file or folder, u uploads.",
  allOf: (folder: string, without: number): string =>
    without === 0 ? `all of ${folder}` : `all of ${folder} except ${without}`,
  moreSelected: (count: number): string => `and ${formatCount(count, "more", "more")}`,
  nothingSelected: "Nothing selected · Space selects",
  uploadNeedsChoice: "Highlight a file or folder, or select some with Space",
  notAFolder: "The size of a file is beside its name; s counts a folder",
  compareNeedsFile: "Highlight a file to compare it; * compares all that are shown",
  emptyFolder: "This folder is empty. Backspace goes up.",
  onlyHidden: "Only hidden files. Press . to show them, Backspace to go up.",
  noMatch: (text: string): string => `No name contains "${text}". Esc shows all.`,
  reading: "Loading this folder…",
  filterLabel: "Filter:",
  filtered: (text: string): string => `Filter: "${displayName(text)}" · Esc shows all`,
  noText: "invalid name",
  filesDoNotOpen: "Enter opens folders; Space selects this file",
  noParent: "This is the top folder",
  notRemembered: "Could not save this setting; it applies until you quit",
  nothingToSelect: "Nothing here to select",
  cannotSelect: "Only files and folders can be uploaded",
  notUtf8: "This file name is not valid UTF-8. Rename the file first",
} as const;

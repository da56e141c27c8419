import type { EntryKind } from "../domain/folder-entry.ts";
import { displayName } from "../domain/display-name.ts";
import { formatBytes, formatCount, formatRoughDuration } from "../domain/format.ts";
import type { SortBy } from "../domain/settings.ts";

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
  items: (shown: number, all: number, isReading: boolean): string => {
    const count =
      shown === all ? formatCount(all, "item") : `${shown} of ${formatCount(all, "item")}`;
    return isReading ? `loading… ${count}` : count;
  },
  sort: sorts,
  selected: ({ files, bytes, isDone, secondsToSend }: SelectionSummary): string => {
    const counted = `${formatCount(files, "file")} · ${formatBytes(bytes)} selected`;
    if (!isDone) return `${counted} · counting…`;
    return secondsToSend === null ? counted : `${counted} · ${formatRoughDuration(secondsToSend)}`;
  },
  selectionTitle: "Selected",
  selectionPane: "Nothing yet. Space selects the highlighted file or folder, u uploads.",
  allOf: (folder: string, without: number): string =>
    without === 0 ? `all of ${folder}` : `all of ${folder} except ${without}`,
  moreSelected: (count: number): string => `and ${formatCount(count, "more", "more")}`,
  nothingSelected: "Nothing selected. Press Space to select a file or folder",
  uploadNeedsChoice: "Select files with Space first",
  emptyFolder: "This folder is empty. Backspace goes up.",
  onlyHidden: "Only hidden files. Press . to show them, Backspace to go up.",
  noMatch: (text: string): string => `No name contains "${text}". Esc shows all.`,
  reading: "Loading this folder…",
  filterLabel: "Filter:",
  filtered: (text: string, selected: string | null): string =>
    `Filter: "${displayName(text)}" · Esc shows all${selected === null ? "" : ` · ${selected}`}`,
  noText: "invalid name",
  filesDoNotOpen: "Enter opens folders; Space selects this file",
  noParent: "This is the top folder",
  notRemembered: "Could not save this setting; it applies until you quit",
  cannotSelect: "Only files and folders can be uploaded",
  notUtf8: "This file name is not valid UTF-8. Rename the file first",
} as const;

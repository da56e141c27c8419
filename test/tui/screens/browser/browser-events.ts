import { defaultPreferences } from "../../../../src/domain/settings.ts";
import type { FolderEntry } from "../../../../src/domain/folder-entry.ts";
import { packEntries } from "../../../../src/domain/packed-folder.ts";
import type { BrowserEvent } from "../../../../src/tui/screens/browser/browser-event.ts";
import { browserReducer } from "../../../../src/tui/screens/browser/browser-reducer.ts";
import {
  createBrowserState,
  entryAt,
  type BrowserState,
} from "../../../../src/tui/screens/browser/browser-state.ts";

export const entry = (name: string, more: Partial<FolderEntry> = {}): FolderEntry => ({
  name: name.replace(/\/$/, ""),
  isUtf8: true,
  kind: name.endsWith("/") ? "folder" : "file",
  isLink: false,
  sizeBytes: 0,
  mtimeMs: 0,
  hasDetails: false,
  ...more,
});

export const details = (sizeBytes: number) => ({ sizeBytes, mtimeMs: sizeBytes, hasDetails: true });

export const run = (state: BrowserState, ...events: BrowserEvent[]) =>
  events.reduce(browserReducer, state);

/** All that has been read of the folder, shown or not. */
export const allOf = ({ rows }: BrowserState) =>
  Array.from(rows.withFilter({ text: "", showHidden: true }));

/** More of the folder, with what was read before. */
export const partRead = (state: BrowserState, entries: readonly FolderEntry[]): BrowserEvent => ({
  type: "folderRead",
  reading: state.reading,
  folder: packEntries([...allOf(state), ...entries]),
});

export const read = (state: BrowserState, ...names: string[]) =>
  run(
    state,
    partRead(
      state,
      names.map((name) => entry(name)),
    ),
    { type: "readEnded", reading: state.reading, error: null },
  );

export const opened = (...names: string[]) =>
  read(createBrowserState("/out", defaultPreferences), ...names);
export const namesOf = (state: BrowserState) => Array.from(state.rows, ({ name }) => name);
export const cursorName = (state: BrowserState) =>
  entryAt(state, state.position.cursor)?.name ?? "..";

import type { FolderEntry } from "../../../domain/folder-entry.ts";
import { type Dispatch, useEffect, useRef } from "react";
import type { AppServices } from "../../services.ts";
import type { BrowserEvent } from "./browser-event.ts";
import type { BrowserState } from "./browser-state.ts";
import { useRowsAround } from "./rows-around.ts";

const readFolder = async (
  services: AppServices,
  { folder, reading }: Pick<BrowserState, "folder" | "reading">,
  dispatch: Dispatch<BrowserEvent>,
  signal: AbortSignal,
): Promise<void> => {
  try {
    for await (const part of services.listFolder(folder, signal)) {
      if (signal.aborted) return;
      if (!part.ok) {
        dispatch({ type: "readEnded", reading, error: part.error });
        return;
      }
      dispatch({ type: "folderRead", reading, folder: part.value });
    }
    if (!signal.aborted) dispatch({ type: "readEnded", reading, error: null });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};

/** A name that is no text leads to no file: there is nothing more to be read of it. */
const lacksDetails = (entry: FolderEntry): boolean => entry.isUtf8 && !entry.hasDetails;

const namesWithout = (around: readonly FolderEntry[]): readonly string[] =>
  around.filter(lacksDetails).map(({ name }) => name);

/** Sorting by size or time needs each entry; twice as many at a time, since each answer sorts anew. */
const namesToSort = (state: BrowserState, read: number): readonly string[] =>
  state.order.sort === "name" || state.isReading
    ? []
    : state.rows.withoutDetails(Math.max(1000, read));

interface Asked {
  readonly reading: number;
  readonly names: Set<string>;
  isBusy: boolean;
}

/** Reads the folder of the state in chunks, and sizes and times of the rows around the screen. */
export const useFolder = (
  services: AppServices,
  state: BrowserState,
  dispatch: Dispatch<BrowserEvent>,
): void => {
  const { folder, reading, isReading } = state;
  useEffect(() => {
    // The first folder may have been read before there was a screen.
    if (!isReading) return undefined;
    const stop = new AbortController();
    // Ends by itself: every way out is an event, or the abort below.
    void readFolder(services, { folder, reading }, dispatch, stop.signal);
    return () => stop.abort();
  }, [services, dispatch, folder, reading, isReading]);

  const around = useRowsAround(state);
  const asked = useRef<Asked>({ reading: 0, names: new Set(), isBusy: false });
  useEffect(() => {
    if (asked.current.reading !== reading) {
      asked.current = { reading, names: new Set(), isBusy: false };
    }
    const mine = asked.current;
    if (mine.isBusy) return;
    const isNew = (name: string) => !mine.names.has(name);
    const near = namesWithout(around).filter(isNew);
    const names = near.length > 0 ? near : namesToSort(state, mine.names.size).filter(isNew);
    if (names.length === 0) return;
    for (const name of names) mine.names.add(name);
    mine.isBusy = true;
    const ask = async () => {
      const entries = await services.folderDetails(folder, names, new AbortController().signal);
      mine.isBusy = false;
      if (asked.current === mine) dispatch({ type: "detailsRead", folder, entries });
    };
    void ask();
  });
};

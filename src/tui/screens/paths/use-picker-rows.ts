import path from "node:path";
import { type Dispatch, useEffect } from "react";
import { emptyFolder } from "../../../domain/packed-folder.ts";
import type { AppServices } from "../../services.ts";
import type { PathRow } from "./path-row.ts";
import { maxPathRows, type PickerEvent, type PickerState } from "./picker-state.ts";
import { folderOfTyped } from "./typed-path.ts";

/** After the last letter; a search for each of them would only keep the disk busy. */
const searchDelayMs = 150;
/** Each answer is drawn. */
const drawIntervalMs = 100;

interface PickerRowsOptions {
  readonly services: AppServices;
  readonly state: PickerState;
  readonly dispatch: Dispatch<PickerEvent>;
  /** Where the browser stands. */
  readonly folder: string;
  readonly showHidden: boolean;
}

/** Runs work until the screen has no use for it any more; its own end is an event. */
const inBackground = (work: (signal: AbortSignal) => Promise<void>): (() => void) => {
  const stop = new AbortController();
  work(stop.signal).catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  return () => stop.abort();
};

/** The names of a folder, as far as they have been read; none of one that is empty, or cannot be read. */
const list = async (
  { services, dispatch }: Pick<PickerRowsOptions, "services" | "dispatch">,
  folder: string,
  signal: AbortSignal,
): Promise<void> => {
  let hasNames = false;
  for await (const part of services.listFolder(folder, signal)) {
    if (signal.aborted) return;
    if (!part.ok) continue;
    hasNames = true;
    dispatch({ type: "listed", folder, entries: part.value });
  }
  if (!hasNames && !signal.aborted) dispatch({ type: "listed", folder, entries: emptyFolder });
};

interface Search extends Pick<
  PickerRowsOptions,
  "services" | "dispatch" | "folder" | "showHidden"
> {
  readonly text: string;
  readonly query: number;
}

const search = async (params: Search, signal: AbortSignal): Promise<void> => {
  const { services, folder, showHidden, text, query, dispatch } = params;
  let waiting: PathRow[] = [];
  let count = 0;
  let drawnAtMs = Number.NEGATIVE_INFINITY;
  const draw = () => {
    if (waiting.length > 0) dispatch({ type: "found", query, rows: waiting });
    waiting = [];
    drawnAtMs = performance.now();
  };
  for await (const found of services.findNames({ folder, text, withHidden: showHidden }, signal)) {
    for (const one of found) waiting.push({ ...one, shown: path.relative(folder, one.path) });
    count += found.length;
    if (performance.now() - drawnAtMs >= drawIntervalMs) draw();
    if (count >= maxPathRows) break;
  }
  draw();
  dispatch({ type: "ended", query });
};

/** Finds what can be picked: names of the folder that is typed, names below this one, or the recent folders. */
export const usePickerRows = (options: PickerRowsOptions): void => {
  const { services, state, dispatch, folder, showHidden } = options;
  const { kind, text, query } = state;
  const listed = kind === "goTo" ? folderOfTyped(text, folder, state.home) : null;
  useEffect(() => {
    if (listed === null) return undefined;
    return inBackground((signal) => list({ services, dispatch }, listed, signal));
  }, [services, dispatch, listed]);

  useEffect(() => {
    if (kind !== "recent") return undefined;
    return inBackground(async (signal) => {
      const folders = await services.recentFolders();
      if (signal.aborted) return;
      const rows = folders.map((at) => ({ path: at, isFolder: true, shown: at }));
      dispatch({ type: "recentRead", rows });
    });
  }, [services, dispatch, kind]);

  useEffect(() => {
    if (kind !== "find" || text === "") return undefined;
    let cancel = (): void => undefined;
    const timer = setTimeout(() => {
      cancel = inBackground((signal) =>
        search({ services, dispatch, folder, showHidden, text, query }, signal),
      );
    }, searchDelayMs);
    return () => {
      clearTimeout(timer);
      cancel();
    };
  }, [services, dispatch, kind, text, query, folder, showHidden]);
};

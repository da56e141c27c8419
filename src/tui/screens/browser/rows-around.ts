import { useMemo } from "react";
import type { FolderEntry } from "../../../domain/folder-entry.ts";
import { fitWindow } from "../../widgets/list-window.ts";
import { parentRows, rowCount, type BrowserState } from "./browser-state.ts";

/** The rows of the screen, and a page before and after, so that scrolling finds what has been looked up already. */
export const useRowsAround = (state: BrowserState): readonly FolderEntry[] => {
  const { rows, height } = state;
  const { top } = fitWindow(state.position, { count: rowCount(state), height });
  const from = Math.max(0, top - parentRows(state) - height);
  return useMemo(() => rows.slice(from, from + height * 3), [rows, from, height]);
};

import type { FolderEntry } from "../../../domain/folder-entry.ts";
import { fitWindow } from "../../widgets/list-window.ts";
import { parentRows, rowCount, type BrowserState } from "./browser-state.ts";

/** The rows of the screen, and a page before and after, so that scrolling finds what has been looked up already. */
export const rowsAround = (state: BrowserState): readonly FolderEntry[] => {
  const { top } = fitWindow(state.position, { count: rowCount(state), height: state.height });
  const from = Math.max(0, top - parentRows(state) - state.height);
  return state.rows.slice(from, from + state.height * 3);
};

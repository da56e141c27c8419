import { formatCount, formatNumber } from "../domain/format.ts";
import { safe } from "./safe.ts";

/** Every sentence of "Go to", of finding a name, and of the recent folders. */
export const pathWords = {
  title: {
    goTo: "Go to a folder or file",
    find: "Find a name in this folder and below",
    recent: "Recent folders",
  },
  label: { goTo: "Go to:", find: "Find:", recent: "Folder:" },
  /** What stands where paths would, when there are none. */
  empty: {
    goTo: "No name here begins like this.",
    find: "Nothing found.",
    recent: "No folder yet. Folders that you upload from or go to are kept here.",
  },
  findHow: "Type a part of the name.",
  working: "Searching…",
  count: (count: number, isAll: boolean): string =>
    isAll ? formatCount(count, "name") : `${formatNumber(count)}+ names`,
  notThere: (path: string): string => `Not found: ${safe(path)}`,
  pasted: (selected: number, missing: number): string =>
    missing === 0
      ? `${formatCount(selected, "pasted path")} selected`
      : `${formatCount(selected, "pasted path")} selected, ${formatNumber(missing)} not found`,
  nonePasted: (count: number): string =>
    count === 1 ? "The pasted path was not found" : "None of the pasted paths was found",
} as const;

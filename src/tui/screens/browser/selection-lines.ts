import path from "node:path";
import { cutMiddle, displayName, type WidthOf } from "../../../domain/display-name.ts";
import { browserWords } from "../../../words/browser.ts";
import { folderTitle } from "./browser-view.ts";
import type { Selection } from "./selection.ts";

export interface SelectionStyle {
  readonly columns: number;
  /** Lines that there is room for. */
  readonly height: number;
  readonly width: WidthOf;
  readonly ellipsis: string;
  readonly home: string;
  /** Where the list stands: names there go without their folder. */
  readonly folder: string;
}

/** What is selected, folder by folder, as the words of one line each. */
function* selectionWords(
  selection: Selection,
  { folder, home }: SelectionStyle,
): Generator<string> {
  for (const [at, { names, rest }] of selection) {
    if (rest) yield browserWords.allOf(folderTitle(at, home), rest.except.size);
    for (const { name, isFolder } of names.values()) {
      const shown = at === folder ? displayName(name) : folderTitle(path.join(at, name), home);
      yield isFolder ? `${shown}/` : shown;
    }
  }
}

const countOf = (selection: Selection): number => {
  let count = 0;
  for (const { names, rest } of selection.values()) count += names.size + (rest ? 1 : 0);
  return count;
};

/** What is selected in all folders, as far as there is room; the last line says how many more. */
export const selectionLines = (selection: Selection, style: SelectionStyle): readonly string[] => {
  const { columns, height, width, ellipsis } = style;
  const count = countOf(selection);
  const room = count > height ? height - 1 : height;
  const lines = selectionWords(selection, style)
    .take(Math.max(0, room))
    .map((words) => cutMiddle(words, columns, width, ellipsis))
    .toArray();
  return count > room ? [...lines, browserWords.moreSelected(count - room)] : lines;
};

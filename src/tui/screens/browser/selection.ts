import path from "node:path";
import type { SelectedPath } from "../../../domain/delivery-plan.ts";
import { isHiddenName, takesKind, type TakenNames } from "../../../domain/taken-names.ts";

/** What a select needs to know of an entry. */
export interface Selectable {
  readonly name: string;
  readonly isFolder: boolean;
  /** Null while it has not been read, and for folders. */
  readonly sizeBytes: number | null;
}

/** "All but…": the selection of a folder without holding each child. */
export interface SelectedRest {
  readonly takes: TakenNames;
  /** Of the names that are taken, those that are not selected. */
  readonly except: ReadonlyMap<string, Selectable>;
}

/** What is selected in one folder, which no folder around it is selected with: see openUp. */
export interface FolderSelection {
  /** Folder that keys are relative to: a folder around it, when that one was selected. */
  readonly baseFolder: string;
  /** Of the names that `rest` does not take. */
  readonly names: ReadonlyMap<string, Selectable>;
  readonly rest: SelectedRest | null;
}

/** What is selected, by the folder in which it was selected. */
export type Selection = ReadonlyMap<string, FolderSelection>;

export const emptySelection: Selection = new Map();

/** True when the kind of this name is taken as a whole, whether or not the name is an exception. */
export const restTakes = (rest: SelectedRest | null, name: string): boolean =>
  takesKind(rest?.takes ?? null, isHiddenName(name));

const isSelectedHere = ({ names, rest }: FolderSelection, name: string): boolean =>
  names.has(name) || (restTakes(rest, name) && rest?.except.has(name) !== true);

/** True when a folder is selected as a whole, by its own select or that of a folder around it. */
export const isFolderSelected = (selection: Selection, folder: string): boolean => {
  const outer = path.dirname(folder);
  return outer !== folder && isSelected(selection, outer, path.basename(folder));
};

/** True when an entry of a folder is selected, itself or with a folder around it. */
export const isSelected = (selection: Selection, folder: string, name: string): boolean => {
  const here = selection.get(folder);
  // What is selected in the folder itself replaces the selections of the folders around: see openUp.
  return here
    ? isSelectedHere(here, name)
    : selection.size > 0 && isFolderSelected(selection, folder);
};

/** The start of all paths below a folder. */
export const startOf = (folder: string): string =>
  folder.endsWith(path.sep) ? folder : folder + path.sep;

/** True when something in a folder or below is selected by itself: the folder is half-selected. */
export const hasSelectionInside = (selection: Selection, folder: string): boolean => {
  if (selection.has(folder)) return true;
  const start = startOf(folder);
  return selection.keys().some((inner) => inner.startsWith(start));
};

/** The selection of one folder as the planner takes it. */
export const toSelectedRest = (folder: string, here: FolderSelection): readonly SelectedPath[] => {
  const { baseFolder, rest } = here;
  if (rest === null) return [];
  return [{ folder, baseFolder, takes: rest.takes, except: Array.from(rest.except.keys()) }];
};

/** An entry that is selected by its name, as the planner takes it. */
export const toSelectedEntry = (
  folder: string,
  { baseFolder }: FolderSelection,
  name: string,
): SelectedPath => {
  const at = path.join(folder, name);
  return baseFolder === folder ? at : { path: at, baseFolder };
};

/** The selection as the planner takes it. */
export const toSelectedPaths = (selection: Selection): readonly SelectedPath[] =>
  Array.from(selection).flatMap(([folder, here]): readonly SelectedPath[] => [
    ...Array.from(here.names.keys(), (name) => toSelectedEntry(folder, here, name)),
    ...toSelectedRest(folder, here),
  ]);

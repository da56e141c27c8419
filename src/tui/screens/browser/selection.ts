import path from "node:path";
import type { SelectedPath } from "../../../domain/delivery-plan.ts";

/** What a select needs to know of an entry. */
export interface Selectable {
  readonly name: string;
  readonly isFolder: boolean;
  /** Null while it has not been read, and for folders. */
  readonly sizeBytes: number | null;
}

/** "All but…": the selection of a folder without holding each child. */
export interface SelectedRest {
  /** Folder that keys are relative to: a folder around it, when that one was selected. */
  readonly baseFolder: string;
  readonly except: ReadonlySet<string>;
  readonly withHidden: boolean;
}

export interface FolderSelection {
  readonly names: ReadonlyMap<string, Selectable>;
  readonly rest: SelectedRest | null;
}

/** What is selected, by the folder in which it was selected. */
export type Selection = ReadonlyMap<string, FolderSelection>;

export const emptySelection: Selection = new Map();

const isHidden = (name: string) => name.startsWith(".");

const restTakes = (rest: SelectedRest | null, name: string): rest is SelectedRest =>
  rest !== null && !rest.except.has(name) && (rest.withHidden || !isHidden(name));

const isSelectedHere = (selection: FolderSelection | undefined, name: string) =>
  selection !== undefined && (selection.names.has(name) || restTakes(selection.rest, name));

/** True when a folder is selected as a whole, by its own select or that of a folder around it. */
export const isFolderSelected = (selection: Selection, folder: string): boolean => {
  const outer = path.dirname(folder);
  return outer !== folder && isSelected(selection, outer, path.basename(folder));
};

/** True when an entry of a folder is selected, itself or with a folder around it. */
export const isSelected = (selection: Selection, folder: string, name: string): boolean => {
  const here = selection.get(folder);
  // Ticks of its own replace those of the folders around: see openUp.
  return here
    ? isSelectedHere(here, name)
    : selection.size > 0 && isFolderSelected(selection, folder);
};

/** Without the selection in a folder and below: once the whole folder is selected, they say nothing more. */
const dropInside = (selection: Map<string, FolderSelection>, folder: string) => {
  const start = folder.endsWith(path.sep) ? folder : folder + path.sep;
  selection.delete(folder);
  for (const inner of selection.keys()) if (inner.startsWith(start)) selection.delete(inner);
};

const setSelection = (
  selection: Map<string, FolderSelection>,
  folder: string,
  next: FolderSelection,
) => {
  if (next.rest === null && next.names.size === 0) selection.delete(folder);
  else selection.set(folder, next);
};

/**
 * Turns "this folder as a whole" into "all that is in it", so that one thing in it can be unticked. Keys stay
 * what they were, relative to where the folder was selected.
 */
const openUp = (selection: Map<string, FolderSelection>, folder: string): void => {
  if (selection.has(folder) || !isFolderSelected(selection, folder)) return;
  const outer = path.dirname(folder);
  openUp(selection, outer);
  const around = selection.get(outer);
  if (!around) return;
  const name = path.basename(folder);
  const names = new Map(around.names);
  const wasNamed = names.delete(name);
  const rest = around.rest && { ...around.rest, except: new Set([...around.rest.except, name]) };
  setSelection(selection, outer, { names, rest: wasNamed ? around.rest : rest });
  const baseFolder = wasNamed || !around.rest ? outer : around.rest.baseFolder;
  selection.set(folder, {
    names: new Map(),
    rest: { baseFolder, except: new Set(), withHidden: true },
  });
};

/** Ticks, unticks or flips entries of one folder. */
export const selectEntries = (
  selection: Selection,
  folder: string,
  entries: Iterable<Selectable>,
  to: "on" | "flip",
): Selection => {
  const next = new Map(selection);
  openUp(next, folder);
  const here = next.get(folder);
  const names = new Map(here?.names);
  const except = new Set(here?.rest?.except);
  const rest = here?.rest ? { ...here.rest, except } : null;
  for (const entry of entries) {
    const { name } = entry;
    const isOn = isSelectedHere({ names, rest }, name);
    if (isOn && to === "flip") {
      if (!names.delete(name)) except.add(name);
    } else if (!isOn) {
      if (!except.delete(name)) names.set(name, entry);
      if (entry.isFolder) dropInside(next, path.join(folder, name));
    }
  }
  setSelection(next, folder, { names, rest });
  return next;
};

/** Chooses all of a folder, without a select for each entry. */
export const selectAll = (selection: Selection, folder: string, withHidden: boolean): Selection => {
  if (!selection.has(folder) && isFolderSelected(selection, folder)) return selection;
  const here = selection.get(folder);
  const next = new Map(selection);
  dropInside(next, folder);
  const baseFolder = here?.rest?.baseFolder ?? folder;
  const hidden = [...(here?.names ?? [])].filter(([name]) => !withHidden && isHidden(name));
  const rest = {
    baseFolder,
    except: new Set<string>(),
    withHidden: withHidden || here?.rest?.withHidden === true,
  };
  next.set(folder, { names: new Map(hidden), rest });
  return next;
};

/** Chooses what was not, and the other way round; `entryOf` tells what an exception is. */
export const invertAll = (
  selection: Selection,
  folder: string,
  withHidden: boolean,
  entryOf: (name: string) => Selectable | undefined,
): Selection => {
  const next = new Map(selection);
  openUp(next, folder);
  const here = next.get(folder);
  if (here?.rest) {
    const back = Array.from(here.rest.except).filter((name) => withHidden || !isHidden(name));
    const entries = back.flatMap((name) => entryOf(name) ?? []);
    const names = new Map(entries.map((entry) => [entry.name, entry]));
    setSelection(next, folder, { names, rest: null });
    return next;
  }
  const except = new Set(here?.names.keys());
  next.set(folder, { names: new Map(), rest: { baseFolder: folder, except, withHidden } });
  return next;
};

/** The selection as the planner takes it. */
export const toSelectedPaths = (selection: Selection): readonly SelectedPath[] =>
  Array.from(selection).flatMap(([folder, { names, rest }]): readonly SelectedPath[] => {
    const named = Array.from(names.keys(), (name) => path.join(folder, name));
    if (!rest) return named;
    const { baseFolder, except, withHidden } = rest;
    return [...named, { folder, baseFolder, except: Array.from(except), withHidden }];
  });

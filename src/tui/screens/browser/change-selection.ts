import path from "node:path";
import { isHiddenName, takesKind, toTakenNames } from "../../../domain/taken-names.ts";
import {
  hasSelectionInside,
  isFolderSelected,
  restTakes,
  startOf,
  type FolderSelection,
  type Selectable,
  type SelectedRest,
  type Selection,
} from "./selection.ts";

type Draft = Map<string, FolderSelection>;

const hereIn = (selection: Selection, folder: string): FolderSelection =>
  selection.get(folder) ?? { baseFolder: folder, names: new Map(), rest: null };

const setSelection = (selection: Draft, folder: string, next: FolderSelection): void => {
  if (next.rest === null && next.names.size === 0) selection.delete(folder);
  else selection.set(folder, next);
};

/** Without the selection in a folder and below: once the whole folder is selected, they say nothing more. */
const dropInside = (selection: Draft, folder: string): void => {
  const start = startOf(folder);
  selection.delete(folder);
  for (const inner of selection.keys()) if (inner.startsWith(start)) selection.delete(inner);
};

const asFolder = (name: string): Selectable => ({ name, isFolder: true, sizeBytes: null });

/**
 * Turns "this folder as a whole" into "all that is in it", so that one thing in it can be unselected. Keys stay
 * what they were, relative to where the folder was selected.
 */
const openUp = (selection: Draft, folder: string): void => {
  if (selection.has(folder) || !isFolderSelected(selection, folder)) return;
  const outer = path.dirname(folder);
  openUp(selection, outer);
  const around = selection.get(outer);
  if (!around) return;
  const { baseFolder } = around;
  const name = path.basename(folder);
  const names = new Map(around.names);
  const wasNamed = names.delete(name);
  const rest = around.rest && {
    ...around.rest,
    except: new Map(around.rest.except).set(name, asFolder(name)),
  };
  setSelection(selection, outer, { baseFolder, names, rest: wasNamed ? around.rest : rest });
  selection.set(folder, {
    baseFolder,
    names: new Map(),
    rest: { takes: "all", except: new Map() },
  });
};

/** What an inversion turns round: visible names, hidden ones, or both. */
interface Turned {
  readonly visible: boolean;
  readonly hidden: boolean;
}

const everything: Turned = { visible: true, hidden: true };

/** Folders of a folder that are half-selected, by their names. */
const halfSelectedIn = (selection: Selection, folder: string): ReadonlySet<string> => {
  const start = startOf(folder);
  const names = new Set<string>();
  for (const inner of selection.keys()) {
    if (!inner.startsWith(start) || inner === folder) continue;
    names.add(inner.slice(start.length).split(path.sep, 1)[0] ?? "");
  }
  return names;
};

/** What was selected in a folder is not, and the other way round; a half-selected folder in it becomes its complement. */
const invertIn = (
  selection: Draft,
  folder: string,
  turned: Turned,
  baseFolder: string | null,
): void => {
  const here = hereIn(selection, folder);
  const isTurned = (name: string) => (isHiddenName(name) ? turned.hidden : turned.visible);
  const halves = Array.from(halfSelectedIn(selection, folder)).filter(isTurned);
  const taken = here.rest?.takes ?? null;
  const takes = toTakenNames(
    takesKind(taken, false) !== turned.visible,
    takesKind(taken, true) !== turned.hidden,
  );
  const names = new Map<string, Selectable>();
  const except = new Map<string, Selectable>();
  for (const entry of here.names.values())
    (isTurned(entry.name) ? except : names).set(entry.name, entry);
  for (const entry of here.rest?.except.values() ?? [])
    (isTurned(entry.name) ? names : except).set(entry.name, entry);
  for (const name of halves) {
    names.delete(name);
    if (takesKind(takes, isHiddenName(name))) except.set(name, asFolder(name));
  }
  const base = baseFolder ?? here.baseFolder;
  const rest = takes && { takes, except };
  setSelection(selection, folder, { baseFolder: base, names, rest });
  for (const name of halves) invertIn(selection, path.join(folder, name), everything, base);
};

/** "on": selects; "flip": selects or unselects, a half-selected folder as a whole; "invert": it becomes its complement. */
export type SelectionChange = "on" | "flip" | "invert";

/** Selects, unselects or inverts entries of one folder. */
export const selectEntries = (
  selection: Selection,
  folder: string,
  entries: Iterable<Selectable>,
  change: SelectionChange,
): Selection => {
  const next = new Map(selection);
  openUp(next, folder);
  const here = hereIn(next, folder);
  const names = new Map(here.names);
  const except = new Map(here.rest?.except);
  const rest: SelectedRest | null = here.rest && { ...here.rest, except };
  for (const entry of entries) {
    const { name } = entry;
    const at = path.join(folder, name);
    const isOn = names.has(name) || (restTakes(rest, name) && !except.has(name));
    if (isOn) {
      if (change !== "on" && !names.delete(name)) except.set(name, entry);
    } else if (change === "invert" && entry.isFolder && hasSelectionInside(next, at)) {
      invertIn(next, at, everything, here.baseFolder);
    } else {
      if (!except.delete(name)) names.set(name, entry);
      if (entry.isFolder) dropInside(next, at);
    }
  }
  setSelection(next, folder, { baseFolder: here.baseFolder, names, rest });
  return next;
};

/** Selects all of a folder, without a select for each entry; hidden names stay as they are unless they are shown. */
export const selectAll = (selection: Selection, folder: string, withHidden: boolean): Selection => {
  if (!selection.has(folder) && isFolderSelected(selection, folder)) return selection;
  const next = new Map(selection);
  const here = hereIn(next, folder);
  const isLeft = (name: string) => !withHidden && isHiddenName(name);
  for (const name of halfSelectedIn(next, folder))
    if (!isLeft(name)) dropInside(next, path.join(folder, name));
  const left = (entries: ReadonlyMap<string, Selectable> | undefined) =>
    new Map(Array.from(entries ?? []).filter(([name]) => isLeft(name)));
  const takes =
    withHidden || takesKind(here.rest?.takes ?? null, true)
      ? ("all" as const)
      : ("visible" as const);
  next.set(folder, {
    baseFolder: here.baseFolder,
    names: left(here.names),
    rest: { takes, except: left(here.rest?.except) },
  });
  return next;
};

/** Selects what was not, and the other way round, in a folder as it is shown. */
export const invertAll = (selection: Selection, folder: string, withHidden: boolean): Selection => {
  const next = new Map(selection);
  openUp(next, folder);
  invertIn(next, folder, { visible: true, hidden: withHidden }, null);
  return next;
};

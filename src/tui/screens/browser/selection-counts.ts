import path from "node:path";
import type { SelectedPath } from "../../../domain/delivery-plan.ts";
import type { FolderCount } from "./browser-state.ts";
import {
  toSelectedEntry,
  toSelectedRest,
  type FolderSelection,
  type SelectedRest,
  type Selection,
} from "./selection.ts";

/** Under which the count of a whole folder is kept. */
const folderKey = (folder: string, name: string) => path.join(folder, name);

/** "All but…" is another count for each set of exceptions. No path ends like this. */
const restKey = (folder: string, rest: SelectedRest) =>
  `${folder}//${rest.takes}//${Array.from(rest.except.keys()).sort().join("//")}`;

/** Something selected whose files have to be walked to be counted. */
export interface CountTask {
  readonly key: string;
  readonly selected: SelectedPath;
}

const tasksOf = (folder: string, here: FolderSelection): readonly CountTask[] => {
  const folders = Array.from(here.names.values()).flatMap(({ name, isFolder }) =>
    isFolder
      ? [{ key: folderKey(folder, name), selected: toSelectedEntry(folder, here, name) }]
      : [],
  );
  const { rest } = here;
  if (rest === null) return folders;
  const key = restKey(folder, rest);
  return [...folders, ...toSelectedRest(folder, here).map((selected) => ({ key, selected }))];
};

/** The first thing that is selected, or whose size was asked for, and not counted yet; null when all are. */
export const nextCountTask = (
  selection: Selection,
  counts: ReadonlyMap<string, FolderCount>,
  measured: ReadonlySet<string> = new Set(),
): CountTask | null => {
  for (const at of measured) {
    if (counts.get(at)?.isDone !== true) return { key: at, selected: at };
  }
  for (const [folder, here] of selection) {
    const task = tasksOf(folder, here).find(({ key }) => counts.get(key)?.isDone !== true);
    if (task) return task;
  }
  return null;
};

/** What is known of a selected folder's files. */
export const countOfFolder = (
  counts: ReadonlyMap<string, FolderCount>,
  folder: string,
  name: string,
): FolderCount | null => counts.get(folderKey(folder, name)) ?? null;

/** Files whose size a select does not know yet: the first folder that has such files, with some of their names. */
export const nextUnsized = (
  selection: Selection,
  max: number,
): { readonly folder: string; readonly names: readonly string[] } | null => {
  for (const [folder, { names }] of selection) {
    const unsized: string[] = [];
    for (const { name, isFolder, sizeBytes } of names.values()) {
      if (isFolder || sizeBytes !== null) continue;
      unsized.push(name);
      if (unsized.length === max) break;
    }
    if (unsized.length > 0) return { folder, names: unsized };
  }
  return null;
};

/** Ticks with the sizes that have been read since. */
export const withSizes = (
  selection: Selection,
  folder: string,
  sizes: ReadonlyMap<string, number>,
): Selection => {
  const here = selection.get(folder);
  if (!here) return selection;
  const names = new Map(here.names);
  for (const [name, sizeBytes] of sizes) {
    const select = names.get(name);
    if (select && !select.isFolder && select.sizeBytes === null)
      names.set(name, { ...select, sizeBytes });
  }
  return new Map(selection).set(folder, { ...here, names });
};

/** All that is selected in figures; not final while something is still being counted. */
export const selectionTotal = (
  selection: Selection,
  counts: ReadonlyMap<string, FolderCount>,
): FolderCount => {
  let files = 0;
  let bytes = 0;
  let isDone = true;
  for (const [folder, here] of selection) {
    for (const { isFolder, sizeBytes } of here.names.values()) {
      if (isFolder) continue;
      files += 1;
      bytes += sizeBytes ?? 0;
      if (sizeBytes === null) isDone = false;
    }
    for (const { key } of tasksOf(folder, here)) {
      const count = counts.get(key);
      files += count?.files ?? 0;
      bytes += count?.bytes ?? 0;
      if (count?.isDone !== true) isDone = false;
    }
  }
  return { files, bytes, isDone };
};

import path from "node:path";
import type { Chosen } from "../../../domain/delivery-plan.ts";
import type { FolderCount } from "./browser-state.ts";
import type { FolderTicks, TickedRest, Ticks } from "./ticks.ts";

/** Under which the count of a whole folder is kept. */
const folderKey = (folder: string, name: string) => path.join(folder, name);

/** "All but…" is another count for each set of exceptions. No path ends like this. */
const restKey = (folder: string, rest: TickedRest) =>
  `${folder}//${rest.withHidden ? "." : ""}${Array.from(rest.except).sort().join("//")}`;

/** Something chosen whose files have to be walked to be counted. */
export interface CountTask {
  readonly key: string;
  readonly chosen: Chosen;
}

const tasksOf = (folder: string, { names, rest }: FolderTicks): readonly CountTask[] => {
  const folders = Array.from(names.values()).flatMap(({ name, isFolder }) =>
    isFolder ? [{ key: folderKey(folder, name), chosen: path.join(folder, name) }] : [],
  );
  if (!rest) return folders;
  const { baseFolder, except, withHidden } = rest;
  const chosen = { folder, baseFolder, except: Array.from(except), withHidden };
  return [...folders, { key: restKey(folder, rest), chosen }];
};

/** The first thing that is chosen and not counted yet; null when all are. */
export const nextCountTask = (
  ticks: Ticks,
  counts: ReadonlyMap<string, FolderCount>,
): CountTask | null => {
  for (const [folder, here] of ticks) {
    const task = tasksOf(folder, here).find(({ key }) => counts.get(key)?.isDone !== true);
    if (task) return task;
  }
  return null;
};

/** What is known of a ticked folder's files. */
export const countOfFolder = (
  counts: ReadonlyMap<string, FolderCount>,
  folder: string,
  name: string,
): FolderCount | null => counts.get(folderKey(folder, name)) ?? null;

/** Files whose size a tick does not know yet: the first folder that has such files, with some of their names. */
export const nextUnsized = (
  ticks: Ticks,
  most: number,
): { readonly folder: string; readonly names: readonly string[] } | null => {
  for (const [folder, { names }] of ticks) {
    const unsized: string[] = [];
    for (const { name, isFolder, sizeBytes } of names.values()) {
      if (isFolder || sizeBytes !== null) continue;
      unsized.push(name);
      if (unsized.length === most) break;
    }
    if (unsized.length > 0) return { folder, names: unsized };
  }
  return null;
};

/** Ticks with the sizes that have been read since. */
export const withSizes = (
  ticks: Ticks,
  folder: string,
  sizes: ReadonlyMap<string, number>,
): Ticks => {
  const here = ticks.get(folder);
  if (!here) return ticks;
  const names = new Map(here.names);
  for (const [name, sizeBytes] of sizes) {
    const tick = names.get(name);
    if (tick && !tick.isFolder && tick.sizeBytes === null) names.set(name, { ...tick, sizeBytes });
  }
  return new Map(ticks).set(folder, { ...here, names });
};

/** All that is chosen in figures; not final while something is still being counted. */
export const chosenTotal = (
  ticks: Ticks,
  counts: ReadonlyMap<string, FolderCount>,
): FolderCount => {
  let files = 0;
  let bytes = 0;
  let isDone = true;
  for (const [folder, here] of ticks) {
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

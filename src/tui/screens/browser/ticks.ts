import path from "node:path";
import type { Chosen } from "../../../domain/delivery-plan.ts";

/** What a tick needs to know of an entry. */
export interface Tickable {
  readonly name: string;
  readonly isFolder: boolean;
  /** Null while it has not been read, and for folders. */
  readonly sizeBytes: number | null;
}

/** "All but…": the ticks of a folder without holding each child. */
export interface TickedRest {
  /** Folder that keys are relative to: a folder around it, when that one was ticked. */
  readonly baseFolder: string;
  readonly except: ReadonlySet<string>;
  readonly withHidden: boolean;
}

export interface FolderTicks {
  readonly names: ReadonlyMap<string, Tickable>;
  readonly rest: TickedRest | null;
}

/** What is chosen, by the folder in which it was ticked. */
export type Ticks = ReadonlyMap<string, FolderTicks>;

export const noTicks: Ticks = new Map();

const isHidden = (name: string) => name.startsWith(".");

const restTakes = (rest: TickedRest | null, name: string): rest is TickedRest =>
  rest !== null && !rest.except.has(name) && (rest.withHidden || !isHidden(name));

const isTickedHere = (ticks: FolderTicks | undefined, name: string) =>
  ticks !== undefined && (ticks.names.has(name) || restTakes(ticks.rest, name));

/** True when a folder is chosen as a whole, by its own tick or that of a folder around it. */
export const isFolderTicked = (ticks: Ticks, folder: string): boolean => {
  const outer = path.dirname(folder);
  return outer !== folder && isTicked(ticks, outer, path.basename(folder));
};

/** True when an entry of a folder is chosen, itself or with a folder around it. */
export const isTicked = (ticks: Ticks, folder: string, name: string): boolean => {
  const here = ticks.get(folder);
  // Ticks of its own replace those of the folders around: see openUp.
  return here ? isTickedHere(here, name) : ticks.size > 0 && isFolderTicked(ticks, folder);
};

/** Without the ticks in a folder and below: once the whole folder is chosen, they say nothing more. */
const dropInside = (ticks: Map<string, FolderTicks>, folder: string) => {
  const start = folder.endsWith(path.sep) ? folder : folder + path.sep;
  ticks.delete(folder);
  for (const inner of ticks.keys()) if (inner.startsWith(start)) ticks.delete(inner);
};

const setTicks = (ticks: Map<string, FolderTicks>, folder: string, next: FolderTicks) => {
  if (next.rest === null && next.names.size === 0) ticks.delete(folder);
  else ticks.set(folder, next);
};

/**
 * Turns "this folder as a whole" into "all that is in it", so that one thing in it can be unticked. Keys stay
 * what they were, relative to where the folder was ticked.
 */
const openUp = (ticks: Map<string, FolderTicks>, folder: string): void => {
  if (ticks.has(folder) || !isFolderTicked(ticks, folder)) return;
  const outer = path.dirname(folder);
  openUp(ticks, outer);
  const around = ticks.get(outer);
  if (!around) return;
  const name = path.basename(folder);
  const names = new Map(around.names);
  const wasNamed = names.delete(name);
  const rest = around.rest && { ...around.rest, except: new Set([...around.rest.except, name]) };
  setTicks(ticks, outer, { names, rest: wasNamed ? around.rest : rest });
  const baseFolder = wasNamed || !around.rest ? outer : around.rest.baseFolder;
  ticks.set(folder, {
    names: new Map(),
    rest: { baseFolder, except: new Set(), withHidden: true },
  });
};

/** Ticks, unticks or flips entries of one folder. */
export const tickEntries = (
  ticks: Ticks,
  folder: string,
  entries: Iterable<Tickable>,
  to: "on" | "flip",
): Ticks => {
  const next = new Map(ticks);
  openUp(next, folder);
  const here = next.get(folder);
  const names = new Map(here?.names);
  const except = new Set(here?.rest?.except);
  const rest = here?.rest ? { ...here.rest, except } : null;
  for (const entry of entries) {
    const { name } = entry;
    const isOn = isTickedHere({ names, rest }, name);
    if (isOn && to === "flip") {
      if (!names.delete(name)) except.add(name);
    } else if (!isOn) {
      if (!except.delete(name)) names.set(name, entry);
      if (entry.isFolder) dropInside(next, path.join(folder, name));
    }
  }
  setTicks(next, folder, { names, rest });
  return next;
};

/** Chooses all of a folder, without a tick for each entry. */
export const tickAll = (ticks: Ticks, folder: string, withHidden: boolean): Ticks => {
  if (!ticks.has(folder) && isFolderTicked(ticks, folder)) return ticks;
  const here = ticks.get(folder);
  const next = new Map(ticks);
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
  ticks: Ticks,
  folder: string,
  withHidden: boolean,
  entryOf: (name: string) => Tickable | undefined,
): Ticks => {
  const next = new Map(ticks);
  openUp(next, folder);
  const here = next.get(folder);
  if (here?.rest) {
    const back = Array.from(here.rest.except).filter((name) => withHidden || !isHidden(name));
    const entries = back.flatMap((name) => entryOf(name) ?? []);
    const names = new Map(entries.map((entry) => [entry.name, entry]));
    setTicks(next, folder, { names, rest: null });
    return next;
  }
  const except = new Set(here?.names.keys());
  next.set(folder, { names: new Map(), rest: { baseFolder: folder, except, withHidden } });
  return next;
};

/** The selection as the planner takes it. */
export const toChosen = (ticks: Ticks): readonly Chosen[] =>
  Array.from(ticks).flatMap(([folder, { names, rest }]): readonly Chosen[] => {
    const named = Array.from(names.keys(), (name) => path.join(folder, name));
    if (!rest) return named;
    const { baseFolder, except, withHidden } = rest;
    return [...named, { folder, baseFolder, except: Array.from(except), withHidden }];
  });

import path from "node:path";
import type { SelectedEntry, SelectedFolder, SelectedPath } from "../../domain/delivery-plan.ts";
import { isHiddenName, takesKind } from "../../domain/taken-names.ts";

/** Each folder around `at`, innermost first, with the name through which one enters it. */
function* foldersAround(at: string): Generator<{ readonly folder: string; readonly name: string }> {
  for (let inner = at, outer = path.dirname(at); outer !== inner; outer = path.dirname(outer)) {
    yield { folder: outer, name: path.basename(inner) };
    inner = outer;
  }
}

/** A path with the folder that its key is relative to: the one it is in, unless the choice says another. */
export const toEntry = (one: string | SelectedEntry): SelectedEntry =>
  typeof one === "string" ? { path: one, baseFolder: path.dirname(one) } : one;

const isMostOf = (one: SelectedPath): one is SelectedFolder =>
  typeof one !== "string" && "folder" in one;

const takes = (one: SelectedFolder, name: string) =>
  takesKind(one.takes, isHiddenName(name)) && !one.except.includes(name);

/**
 * Drops what another choice already brings: a file selected inside a selected folder is sent once, with the
 * structure of that folder. Keeps the order.
 */
export const withoutOverlap = (selected: readonly SelectedPath[]): readonly SelectedPath[] => {
  const whole = new Map(
    selected.flatMap((one) => (isMostOf(one) ? [] : [[toEntry(one).path, one] as const])),
  );
  const most = new Map(selected.filter(isMostOf).map((one) => [one.folder, one]));
  const isTaken = ({ folder, name }: { readonly folder: string; readonly name: string }) => {
    const around = most.get(folder);
    return whole.has(folder) || (around !== undefined && takes(around, name));
  };
  const isCovered = (at: string) => foldersAround(at).some(isTaken);
  return [
    ...Array.from(whole).flatMap(([at, one]) => (isCovered(at) ? [] : [one])),
    ...Array.from(most.values()).filter(({ folder }) => !whole.has(folder) && !isCovered(folder)),
  ];
};

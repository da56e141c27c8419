import path from "node:path";
import type { SelectedPath, SelectedFolder } from "../../domain/delivery-plan.ts";

/** Each folder around `at`, innermost first, with the name through which one enters it. */
function* foldersAround(at: string): Generator<{ readonly folder: string; readonly name: string }> {
  for (let inner = at, outer = path.dirname(at); outer !== inner; outer = path.dirname(outer)) {
    yield { folder: outer, name: path.basename(inner) };
    inner = outer;
  }
}

const takes = ({ except, withHidden }: SelectedFolder, name: string) =>
  !except.includes(name) && (withHidden || !name.startsWith("."));

/**
 * Drops what another choice already brings: a file selected inside a selected folder is sent once, with the
 * structure of that folder. Keeps the order.
 */
export const withoutOverlap = (selected: readonly SelectedPath[]): readonly SelectedPath[] => {
  const whole = new Set(selected.filter((one) => typeof one === "string"));
  const most = new Map(
    selected.filter((one) => typeof one !== "string").map((one) => [one.folder, one]),
  );
  const isTaken = ({ folder, name }: { readonly folder: string; readonly name: string }) => {
    const around = most.get(folder);
    return whole.has(folder) || (around !== undefined && takes(around, name));
  };
  const isCovered = (at: string) => foldersAround(at).some(isTaken);
  return [
    ...Array.from(whole).filter((one) => !isCovered(one)),
    ...Array.from(most.values()).filter(({ folder }) => !whole.has(folder) && !isCovered(folder)),
  ];
};

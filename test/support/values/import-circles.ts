import path from "node:path";
import type { Import } from "./imports-of.ts";

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Which files of `sources` (imports by path) each of them imports. */
const fileGraph = (sources: ReadonlyMap<string, readonly Import[]>): Graph =>
  new Map(
    Array.from(sources, ([file, imports]) => [
      file,
      new Set(
        imports
          .filter(({ specifier }) => specifier.startsWith("."))
          .map(({ specifier }) => path.posix.join(path.posix.dirname(file), specifier))
          .filter((target) => sources.has(target)),
      ),
    ]),
  );

/** A way from a file back to itself, as short as there is one; null when there is none. */
const wayBack = (graph: Graph, start: string): readonly string[] | null => {
  let ways: readonly (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  while (ways.length > 0) {
    const next: (readonly string[])[] = [];
    for (const way of ways) {
      for (const target of graph.get(way.at(-1) ?? "") ?? []) {
        if (target === start) return [...way, start];
        if (!seen.has(target)) next.push([...way, target]);
        seen.add(target);
      }
    }
    ways = next;
  }
  return null;
};

/** One folder is inside the other: what stands above puts together what is below, and lends it its types. */
const isNested = (a: string, b: string): boolean =>
  `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`);

/** Files that lead back to themselves, and folders side by side that import each other, as readable lines. */
export const circlesIn = (sources: ReadonlyMap<string, readonly Import[]>): readonly string[] => {
  const graph = fileGraph(sources);
  const ofFiles = Array.from(graph.keys()).flatMap((file) => {
    const way = wayBack(graph, file);
    // Each circle once, from the first of its files.
    return way && way.toSorted()[0] === file ? [way.join(" → ")] : [];
  });
  const folders = new Map<string, string>();
  for (const [file, targets] of graph) {
    for (const target of targets) {
      const pair = [path.posix.dirname(file), path.posix.dirname(target)] as const;
      if (!isNested(...pair)) folders.set(pair.join(" → "), `${file} → ${target}`);
    }
  }
  const ofFolders = Array.from(folders).flatMap(([pair, example]) => {
    const [from = "", to = ""] = pair.split(" → ");
    const back = folders.get(`${to} → ${from}`);
    return back !== undefined && from < to ? [`${from} ⇄ ${to}: ${example}, ${back}`] : [];
  });
  return [...ofFiles, ...ofFolders];
};

import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Metafile, Plugin } from "esbuild";

/** Modules that are loaded together, by whoever loads one of them: they are one file of the bundle, not one each. */
export interface MergedChunk {
  readonly name: string;
  readonly modules: readonly string[];
  /** What is loaded by `import()` and needs one of them. */
  readonly entries: readonly string[];
}

interface Start {
  readonly name: string;
  /** Modules that all of these need … */
  readonly neededBy: readonly string[];
  /** … and nothing else does. Null: whatever else does, it needs most of them. */
  readonly andOnlyBy: readonly string[] | null;
}

const command = "src/cli/run.ts";
const upload = "src/cli/commands/upload.ts";
const app = "src/cli/commands/app.ts";
const onScreen = "src/tui/run-on-screen.tsx";
const plainText = "src/tui/plain-text/run-plain-text.ts";

const starts: readonly Start[] = [
  { name: "command-line", neededBy: [command], andOnlyBy: null },
  { name: "sending", neededBy: [upload, app], andOnlyBy: null },
  // What measures text takes 8 ms when it is loaded, which commands without a screen do not need.
  { name: "screens", neededBy: [onScreen, plainText], andOnlyBy: [onScreen, plainText, app] },
];
/** Answers before anything else is loaded. */
const apart = "src/cli/print-version.ts";

type Inputs = Metafile["inputs"];

/** A module and all that it imports at its start. */
const closureOf = (inputs: Inputs, module: string): ReadonlySet<string> => {
  const found = new Set<string>();
  const add = (file: string): void => {
    const input = inputs[file];
    if (input === undefined || found.has(file)) return;
    found.add(file);
    for (const { kind, path: imported, external = false } of input.imports)
      if (kind !== "dynamic-import" && !external) add(imported);
  };
  add(module);
  return found;
};

const lazyEntries = (inputs: Inputs): readonly string[] => [
  ...new Set(
    Object.values(inputs).flatMap(({ imports }) =>
      imports
        .filter(({ kind, external }) => kind === "dynamic-import" && !external)
        .map(({ path: imported }) => imported),
    ),
  ),
];

/**
 * What the start of a program needs, in a few files. The bundler makes a file of each set of modules that the same parts
 * need: 74 of them until the first frame, most under 3 KB, each to be found, read and linked.
 */
export const mergedChunks = ({ inputs }: Metafile): readonly MergedChunk[] => {
  const closures = new Map(lazyEntries(inputs).map((entry) => [entry, closureOf(inputs, entry)]));

  const entriesOf = (module: string): readonly string[] =>
    [...closures].filter(([, closure]) => closure.has(module)).map(([entry]) => entry);
  const taken = new Set<string>();
  return starts.map(({ name, neededBy, andOnlyBy }) => {
    const modules = Object.keys(inputs)
      // The bundler lets a package be imported for nothing but its names.
      .filter((module) => module.startsWith("src/"))
      .filter((module) => {
        const entries = entriesOf(module);
        const isNeeded = neededBy.every((entry) => entries.includes(entry));
        return (
          !taken.has(module) &&
          isNeeded &&
          entries.every((each) => andOnlyBy?.includes(each) ?? true)
        );
      })
      .toSorted();
    for (const module of modules) taken.add(module);
    const entries = [...new Set(modules.flatMap(entriesOf))].filter((entry) => entry !== apart);
    return { name, modules, entries: entries.toSorted() };
  });
};

const namespace = "merged-chunk";

/** Has each entry of a chunk load all of it, before anything else: then all of its modules are needed by the same parts. */
export const loadTogether = (chunks: readonly MergedChunk[], root: string): Plugin => {
  const chunksOf = (file: string): readonly MergedChunk[] =>
    chunks.filter(({ entries }) => entries.some((entry) => path.join(root, entry) === file));
  return {
    name: "merged-chunks",
    setup: (bundle) => {
      bundle.onResolve({ filter: /^merged-chunk:/ }, ({ path: name }) => ({
        path: name.slice(namespace.length + 1),
        namespace,
      }));
      bundle.onLoad({ filter: /./, namespace }, ({ path: name }) => ({
        contents: (chunks.find((chunk) => chunk.name === name)?.modules ?? [])
          .map((module) => `import ${JSON.stringify(path.join(root, module))};`)
          .join("\n"),
        resolveDir: root,
      }));
      bundle.onLoad({ filter: /\.tsx?$/ }, async ({ path: file }) => {
        const needed = chunksOf(file);
        if (needed.length === 0) return null;
        const imports = needed.map(({ name }) => `import "${namespace}:${name}";`).join("");
        return {
          // On its first line, so that no other one moves.
          contents: imports + (await readFile(file, "utf8")),
          loader: file.endsWith("x") ? "tsx" : "ts",
        };
      });
    },
  };
};

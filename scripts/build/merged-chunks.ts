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
  /** By what is loaded by `import()` and needs a module: whether it is part of this start. */
  readonly has: (neededBy: readonly string[]) => boolean;
}

const command = "src/cli/run.ts";
const upload = "src/cli/commands/upload.ts";
const app = "src/cli/commands/app.ts";
const screens = ["src/tui/run-on-screen.tsx", "src/tui/plain-text/run-plain-text.ts"];
/** What finds keys, asks for a list and sends the first file: one comes right after the other. */
const storage = [
  "src/services/adapters/s3/ambient-credentials.ts",
  "src/services/adapters/s3/profile-certificates.ts",
  "src/services/adapters/s3/s3-object-store.ts",
  "src/services/adapters/s3/list-objects.ts",
];

const starts: readonly Start[] = [
  { name: "command-line", has: (neededBy) => neededBy.includes(command) },
  { name: "sending", has: (neededBy) => neededBy.includes(upload) && neededBy.includes(app) },
  {
    name: "storage",
    // A first frame needs nothing of it.
    has: (neededBy) =>
      storage.some((each) => neededBy.includes(each)) &&
      ![app, ...screens].some((each) => neededBy.includes(each)),
  },
  {
    // What screens need for what they show of an upload.
    name: "sending-and-screens",
    has: (neededBy) =>
      neededBy.includes(upload) && screens.every((each) => neededBy.includes(each)),
  },
  {
    // What other commands need of an upload, too; what only that needs is one file by itself.
    name: "sending-and-commands",
    has: (neededBy) =>
      neededBy.includes(upload) &&
      neededBy.length > 1 &&
      !screens.some((each) => neededBy.includes(each)),
  },
  {
    name: "screens",
    // What measures text takes 8 ms when it is loaded, which commands without a screen do not need.
    has: (neededBy) =>
      screens.every((each) => neededBy.includes(each)) &&
      neededBy.every((each) => each === app || screens.includes(each)),
  },
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
  return starts.map(({ name, has }) => {
    const modules = Object.keys(inputs)
      // The bundler lets a package be imported for nothing but its names.
      .filter((module) => module.startsWith("src/"))
      .filter((module) => !taken.has(module) && has(entriesOf(module)))
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

import path from "node:path";
import type { Plugin } from "esbuild";

/**
 * Modules of Node that no first frame needs, though most programs import them: Node compiles each when it is first
 * imported, and reads all that it exports (of `crypto` all of WebCrypto, too).
 */
const late = [
  "node:child_process",
  "node:crypto",
  "node:https",
  "node:readline/promises",
  "node:tls",
  "node:util",
  "node:worker_threads",
  "node:zlib",
] as const;

const namespace = "late-builtin";

/** A module with the functions and classes of one of Node's, which is loaded with the first call. */
const lateModule = (name: string): string => {
  const functions = Object.entries(process.getBuiltinModule(name) ?? {}).flatMap(([key, value]) =>
    typeof value === "function" && key !== "default" ? key : [],
  );
  return [
    "let loaded;",
    `const load = () => (loaded ??= process.getBuiltinModule(${JSON.stringify(name)}));`,
    ...functions.map(
      (key) =>
        `export function ${key}(...given) { return new.target ? new (load().${key})(...given) : load().${key}(...given); }`,
    ),
  ].join("\n");
};

/** Has our own modules load those of Node with the first call of what they import from them. */
export const lateBuiltins = (root: string): Plugin => {
  const ours = path.join(root, "src") + path.sep;
  return {
    name: namespace,
    setup: (bundle) => {
      bundle.onResolve({ filter: /^node:/ }, ({ path: name, importer, kind }) =>
        kind === "import-statement" &&
        importer.startsWith(ours) &&
        late.some((each) => each === name)
          ? // As in direct-imports.ts: one for each importer.
            {
              path: name,
              suffix: `?${path.relative(root, importer)}`,
              namespace,
              sideEffects: false,
            }
          : null,
      );
      bundle.onLoad({ filter: /./, namespace }, ({ path: name }) => ({
        contents: lateModule(name),
      }));
    },
  };
};

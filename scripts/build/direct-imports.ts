import { createRequire, isBuiltin } from "node:module";
import path from "node:path";
import type { Plugin } from "esbuild";

/** Packages in CommonJS that many modules import, each of which would have a copy of all that they export. */
const shared = ["react", "react/jsx-runtime"] as const;

const namespace = "direct-import";
const original = "original";

const isName = (key: string): boolean => /^[A-Za-z_$][\w$]*$/.test(key) && key !== "default";

/** A module with the values of an object as its exports, of which only what is imported is looked up. */
const moduleOf = (object: string, keys: readonly string[]): string =>
  [
    object,
    "const at = (key) => object[key];",
    ...keys
      .filter(isName)
      .map(
        (key, index) =>
          `const e${index} = /* @__PURE__ */ at("${key}"); export { e${index} as ${key} };`,
      ),
    "export default object;",
  ].join("\n");

const builtinModule = (name: string): string =>
  moduleOf(
    `const object = /* @__PURE__ */ process.getBuiltinModule(${JSON.stringify(name)});`,
    Object.keys(process.getBuiltinModule(name) ?? {}),
  );

/**
 * Has modules take what they import from where it is. An `import` of one of Node's has Node look up all that it exports,
 * some of which loads more; of React, each module would get a copy of all that it exports.
 */
export const directImports = (root: string): Plugin => {
  // Runs before the version of Node is known.
  const main = path.join(root, "src/main.ts");
  const load = createRequire(path.join(root, "package.json"));
  const ours = path.join(root, "src") + path.sep;
  // One for each module of ours: it lies in the file of that one, and needs none of its own.
  const ofImporter = (importer: string) =>
    importer.startsWith(ours) ? `?${path.relative(root, importer)}` : "";
  return {
    name: namespace,
    setup: (bundle) => {
      bundle.onResolve({ filter: /./ }, ({ path: name, importer, kind, pluginData }) => {
        if (kind !== "import-statement" || importer === main || pluginData === original)
          return null;
        if (isBuiltin(name))
          return { path: name, suffix: ofImporter(importer), namespace, sideEffects: false };
        return shared.some((each) => each === name)
          ? { path: name, namespace, sideEffects: false }
          : null;
      });
      bundle.onResolve({ filter: /^original:/, namespace }, ({ path: name }) =>
        bundle.resolve(name.slice("original:".length), {
          kind: "require-call",
          resolveDir: root,
          importer: main,
          pluginData: original,
        }),
      );
      bundle.onLoad({ filter: /./, namespace }, ({ path: name }) =>
        isBuiltin(name)
          ? { contents: builtinModule(name) }
          : {
              contents: moduleOf(`import object from "original:${name}";`, Object.keys(load(name))),
              resolveDir: root,
            },
      );
    },
  };
};

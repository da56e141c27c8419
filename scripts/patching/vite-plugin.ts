import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Plugin } from "vitest/config";
import { mendPackages, type MendedFiles } from "./mend-packages.ts";
import type { PackagePatch } from "./package-patch.ts";

/** The packages ship maps of sources that they do not ship, of which vite warns, file by file. */
const withoutMap = (text: string): string => text.replace(/^\/\/# sourceMappingURL=.*$/m, "");

const isIn = (file: string, packages: readonly string[]): boolean =>
  packages.some((name) => file.includes(`${path.sep}node_modules${path.sep}${name}${path.sep}`));

/**
 * Tests run the mended files, as the bundle ships them. Vitest leaves packages to Node, which nothing can patch:
 * `inlined` are those that it loads itself, the patched ones and all that must share a module with them.
 */
export const vitePatches = (
  patches: readonly PackagePatch[],
  nodeModules: string,
  inlined: readonly string[] = [],
): Plugin => {
  let mended: MendedFiles = new Map();
  return {
    name: "package-patches",
    enforce: "pre",
    configResolved: async () => {
      mended = await mendPackages(patches, nodeModules);
    },
    load: async (id) => {
      const file = id.replace(/\?.*$/, "");
      const text = mended.get(file);
      if (text !== undefined) return withoutMap(text);
      return isIn(file, inlined) && file.endsWith(".js")
        ? withoutMap(await readFile(file, "utf8"))
        : null;
    },
  };
};

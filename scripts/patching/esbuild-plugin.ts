import path from "node:path";
import { realpath } from "node:fs/promises";
import type { Plugin } from "esbuild";
import { mendPackages } from "./mend-packages.ts";
import type { PackagePatch } from "./package-patch.ts";

const asPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * The bundle takes the mended files; the build fails when one cannot be mended. A file is known by what it really is:
 * with `preserveSymlinks` the bundler names it by a link.
 */
export const esbuildPatches = (patches: readonly PackagePatch[], nodeModules: string): Plugin => ({
  name: "package-patches",
  setup: async (bundle) => {
    for (const [file, contents] of await mendPackages(patches, nodeModules)) {
      const filter = new RegExp(`${asPattern(path.sep + path.basename(file))}$`);
      bundle.onLoad({ filter }, async (args) =>
        (await realpath(args.path)) === file ? { contents, loader: "js" } : null,
      );
    }
  },
});

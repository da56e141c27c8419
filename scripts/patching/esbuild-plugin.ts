import type { Plugin } from "esbuild";
import { mendPackages } from "./mend-packages.ts";
import type { PackagePatch } from "./package-patch.ts";

const asPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The bundle takes the mended files; the build fails when one cannot be mended. */
export const esbuildPatches = (patches: readonly PackagePatch[], nodeModules: string): Plugin => ({
  name: "package-patches",
  setup: async (bundle) => {
    for (const [file, contents] of await mendPackages(patches, nodeModules)) {
      bundle.onLoad({ filter: new RegExp(`^${asPattern(file)}$`) }, () => ({
        contents,
        loader: "js",
      }));
    }
  },
});

import { replaceEach, type PackagePatch } from "../scripts/patching/package-patch.ts";

/** As many texts as a large screen has. */
const keptCaches = `
let kept = new OutputCaches();
const keptCaches = () => {
  if (kept.styledChars.size > 300 || kept.widths.size > 2_000) kept = new OutputCaches();
  return kept;
};`;

const keepsOutput: PackagePatch = {
  package: "ink",
  file: "build/output.js",
  upstream:
    "https://github.com/vadimdemedes/ink/pull/835 (brought the caches, anew for each frame)",
  reason:
    "Ink cuts every text on the screen into characters for each frame, though a key changes two lines of it: half " +
    "of what a frame costs. Here it keeps them from frame to frame.",
  deleteWhen: "Ink's Output keeps its caches over more than one frame.",
  mend: (text) =>
    replaceEach(text, [["caches = new OutputCaches();", "caches = keptCaches();"]]) + keptCaches,
};

export const inkPatches: readonly PackagePatch[] = [keepsOutput];

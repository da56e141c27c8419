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

/**
 * Several code points that one terminal draws as one picture and another as several: joined by ZWJ, flags, skin tones, and
 * what VS16 makes a picture of.
 */
const unsureWidth = String.raw`/[\u200D\uFE0F\u{1F1E6}-\u{1F1FF}\u{1F3FB}-\u{1F3FF}]/u`;

const movesOverSureWidth: PackagePatch = {
  package: "ink",
  file: "build/line-update.js",
  upstream: "https://github.com/vadimdemedes/ink/issues",
  reason:
    "Ink leaves the unchanged beginning of a line and moves to the column behind it. Behind a family or a flag that " +
    "column is another one on each terminal, and the rest of the line is drawn over its name. Here such a picture " +
    "is where the line is drawn from.",
  deleteWhen: "Ink repaints a line from the first cluster whose width terminals disagree about.",
  mend: (text) =>
    replaceEach(text, [
      [
        "if (index + segment.length > textLimit ||",
        `if (${unsureWidth}.test(segment) || index + segment.length > textLimit ||`,
      ],
    ]),
};

export const inkPatches: readonly PackagePatch[] = [keepsOutput, movesOverSureWidth];

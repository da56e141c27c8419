import { lateSegmenter } from "../scripts/patching/late-segmenter.ts";

export const ansiTokenizePatch = lateSegmenter(
  {
    package: "@alcalzone/ansi-tokenize",
    file: "build/tokenize.js",
    upstream: "https://github.com/AlCalzone/ansi-tokenize/issues",
  },
  { name: "segmenter", options: 'undefined, { granularity: "grapheme" }' },
);

import { lateSegmenter } from "../scripts/patching/late-segmenter.ts";

export const sliceAnsiPatch = lateSegmenter(
  {
    package: "slice-ansi",
    file: "tokenize-ansi.js",
    upstream: "https://github.com/chalk/slice-ansi/issues",
  },
  { name: "GRAPHEME_SEGMENTER", options: "undefined, {granularity: 'grapheme'}" },
);

import { lateSegmenter } from "../scripts/patching/late-segmenter.ts";

export const wrapAnsiPatch = lateSegmenter(
  {
    package: "wrap-ansi",
    file: "index.js",
    upstream: "https://github.com/chalk/wrap-ansi/issues",
  },
  { name: "segmenter", options: "" },
);

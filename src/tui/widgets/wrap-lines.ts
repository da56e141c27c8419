import type { WidthOf } from "../../domain/display-name.ts";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** A text in lines of at most `columns`, broken anywhere: for values, which have to be readable to the end. */
export const wrapLines = (text: string, columns: number, width: WidthOf): readonly string[] => {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    const needed = width(segment);
    if (used + needed > columns && line !== "") {
      lines.push(line);
      line = "";
      used = 0;
    }
    line += segment;
    used += needed;
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
};

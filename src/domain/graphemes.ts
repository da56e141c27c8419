const plainAscii = /^[ -~]*$/;

// Made when it is first needed: loading its tables takes 8 ms, which letters of ASCII never need.
let segmenter: Intl.Segmenter | null = null;

/** A text in what a person sees as characters: Unicode TR 29, "extended grapheme clusters". */
export const toGraphemes = (text: string): readonly string[] => {
  if (plainAscii.test(text)) return Array.from(text);
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
};

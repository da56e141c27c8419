/** The words of a screen in one line, whichever width it broke them at. */
export const screenWords = (screen: string): string => screen.replace(/\s+/gu, " ").trim();

/** Finds a sentence on a screen that may have broken it between any two words. */
export const wrapped = (sentence: string): RegExp =>
  new RegExp(
    sentence
      .split(" ")
      .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`))
      .join(String.raw`\s+`),
    "u",
  );

/** Text for groff's man macros: a leading dot or quote would be a request, a hyphen a typographic one. */
export const groff = (words: string): string =>
  words
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^([.'])/, "\\&$1");

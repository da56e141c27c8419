/** The text, or null for one without a character: a variable that is set to nothing, an answer that nobody typed. */
export const nonEmpty = (text: string | null | undefined): string | null =>
  text === undefined || text === "" ? null : text;

/** The texts that there are, with `separator` between them. */
export const joinTexts = (
  texts: readonly (string | null | undefined | false)[],
  separator: string,
): string => texts.filter(Boolean).join(separator);

/** True for a field that nobody has typed anything into but spaces. */
export const isBlank = (text: string): boolean => text.trim() === "";

/** A field of a message that has to be a text with at least one character; null for anything else. */
export const textOf = (value: unknown): string | null =>
  typeof value === "string" ? nonEmpty(value) : null;

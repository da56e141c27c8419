/** The words of a screen in one line, whichever width it broke them at. */
export const screenWords = (screen: string): string => screen.replace(/\s+/gu, " ").trim();

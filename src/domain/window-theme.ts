import { nonEmpty } from "./non-empty.ts";
import type { Preferences } from "./settings.ts";

/** Of the 16 colours: white, and the bright ones but dark grey. */
const isLight = (background: number): boolean =>
  background === 7 || (background > 8 && background < 16);

/**
 * Whether this environment's window is light or dark, by what rxvt, Konsole and others say of it: COLORFGBG is
 * "letters;background", at times with a third number between them. Dark where nothing is said, and within tmux and screen:
 * what is said there is about the terminal that they were started in. The terminal itself is asked nothing: over a slow
 * line it answers into what is typed.
 */
export const windowTheme = (
  environment: Readonly<Record<string, string | undefined>>,
): Preferences["theme"] => {
  const { COLORFGBG, TMUX, STY } = environment;
  if ((nonEmpty(TMUX) ?? nonEmpty(STY)) !== null) return "dark";
  return isLight(Number(COLORFGBG?.split(";").at(-1))) ? "light" : "dark";
};

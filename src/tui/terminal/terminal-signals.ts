import { displayName } from "../../domain/display-name.ts";
import { hasProgress, hasTitles, type TerminalKind } from "./terminal-kind.ts";

/** What the terminal shows outside of the app's own screen. */
export interface TerminalState {
  /** Of the window or tab. */
  readonly title: string;
  /** Whole percent while something is sent; null otherwise. */
  readonly percent: number | null;
}

const titleSequence = (title: string): string => `\u001b]0;${displayName(title)}\u0007`;
const progressSequence = (percent: number | null): string =>
  percent === null ? "\u001b]9;4;0\u0007" : `\u001b]9;4;1;${percent}\u0007`;

/** Keeps the title that was there (xterm "CSI 22 ; 0 t"). Terminals that know no stack ignore it. */
export const saveTitle = "\u001b[22;0t";

/** What to write to get from one state to the next; empty when nothing changed. */
export const signalChange = (
  before: TerminalState | null,
  now: TerminalState,
  kind: TerminalKind,
): string => {
  if (!hasTitles(kind)) return "";
  const title = before?.title === now.title ? "" : titleSequence(now.title);
  const progress =
    !hasProgress(kind) || (before?.percent ?? null) === now.percent
      ? ""
      : progressSequence(now.percent);
  return title + progress;
};

/** Puts everything back as it was. */
export const signalEnd = (last: TerminalState | null, kind: TerminalKind): string => {
  if (last === null || !hasTitles(kind)) return "";
  const progress = hasProgress(kind) && last.percent !== null ? progressSequence(null) : "";
  return `${progress}\u001b[23;0t`;
};

export const bell = "\u0007";

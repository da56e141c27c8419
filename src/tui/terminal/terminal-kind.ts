import { nonEmpty } from "../../domain/non-empty.ts";
/** The variables by which terminals, and programs between them and us, say what they are. */
const variables = [
  "TERM",
  "TERM_PROGRAM",
  "TERM_PROGRAM_VERSION",
  // iTerm2's own; SSH passes on what begins with LC_.
  "LC_TERMINAL",
  "LC_TERMINAL_VERSION",
  "WT_SESSION",
  "ConEmuANSI",
  "VTE_VERSION",
  "TMUX",
  "STY",
] as const;

export type TerminalKind = Readonly<
  Partial<Record<(typeof variables)[number], string | undefined>>
>;

/** What the environment tells of the terminal. */
export const terminalKindOf = (
  environment: Readonly<Record<string, string | undefined>>,
): TerminalKind =>
  Object.fromEntries(variables.map((variable) => [variable, environment[variable]]));

// The Linux console and simple terminals print what they do not know.
const knowsTitles =
  /^(xterm|screen|tmux|rxvt|alacritty|foot|konsole|vte|gnome|kitty|wezterm|contour|st)/;

/** Whether a terminal may be sent titles, and other sequences that begin with OSC, at all. */
export const hasTitles = ({ TERM = "" }: TerminalKind): boolean => knowsTitles.test(TERM);

/** Something between us and the terminal, whose variables may be those of a terminal that has long gone. */
const isInMultiplexer = ({ TERM = "", TMUX, STY }: TerminalKind): boolean =>
  /^(screen|tmux)/.test(TERM) || (nonEmpty(TMUX) ?? nonEmpty(STY)) !== null;

/** True for "3.6.6" and all behind it; false where there is no such number. */
const isSince = (version: string | undefined, since: readonly number[]): boolean => {
  const found = /^\d+(\.\d+)*/
    .exec(version ?? "")?.[0]
    .split(".")
    .map(Number);
  if (found === undefined) return false;
  for (const [at, wanted] of since.entries()) {
    const number = found[at] ?? 0;
    if (number !== wanted) return number > wanted;
  }
  return true;
};

type Test = (kind: TerminalKind) => boolean;

const isProgram =
  (name: string, since: readonly number[]): Test =>
  ({ TERM_PROGRAM, TERM_PROGRAM_VERSION }) =>
    TERM_PROGRAM === name && isSince(TERM_PROGRAM_VERSION, since);

const isWindowsTerminal: Test = ({ WT_SESSION }) => nonEmpty(WT_SESSION) !== null;

/** Those that draw OSC 9;4 as progress, by their release notes. Others show it as a notification, at each percent. */
const drawProgress: readonly Test[] = [
  isWindowsTerminal,
  ({ ConEmuANSI }) => ConEmuANSI === "ON",
  isProgram("iTerm.app", [3, 6, 6]),
  ({ LC_TERMINAL, LC_TERMINAL_VERSION }) =>
    LC_TERMINAL === "iTerm2" && isSince(LC_TERMINAL_VERSION, [3, 6, 6]),
  isProgram("ghostty", [1, 2]),
  // Its versions are dates.
  isProgram("WezTerm", [20_250_209]),
  // GNOME's library for terminals: 0.80.
  ({ VTE_VERSION }) => isSince(VTE_VERSION, [8000]),
];

/** Whether it is known to draw OSC 9;4 as progress. */
export const hasProgress = (kind: TerminalKind): boolean =>
  hasTitles(kind) && !isInMultiplexer(kind) && drawProgress.some((test) => test(kind));

/** Whether OSC 52 puts a text into the clipboard. Terminals do not say whether they did. */
export type Clipboard = "yes" | "maybe" | "no";

const takesClipboard: readonly Test[] = [
  ({ TERM = "" }) => /^(xterm-kitty|xterm-ghostty|foot|alacritty|wezterm)/.test(TERM),
  ({ TERM_PROGRAM = "" }) => /^(kitty|ghostty|WezTerm)$/.test(TERM_PROGRAM),
  isWindowsTerminal,
];

/** By what terminals do unless somebody has set them otherwise. */
export const clipboardOf = (kind: TerminalKind): Clipboard => {
  if (!hasTitles(kind)) return "no";
  if (isInMultiplexer(kind)) return "maybe";
  if (kind.TERM_PROGRAM === "Apple_Terminal") return "no";
  return takesClipboard.some((test) => test(kind)) ? "yes" : "maybe";
};

import { createContext, useContext } from "react";

/** What a colour says; the words beside it say the same. */
export type Tone = "plain" | "accent" | "good" | "warn" | "bad" | "quiet";

/** Signs that may be letters where the terminal knows no others. */
export interface Symbols {
  /** Beside the one focused line. */
  readonly focus: string;
  readonly selected: string;
  /** Some of a folder's children. */
  readonly partSelected: string;
  readonly attention: string;
  readonly rule: string;
  /** Between two columns. */
  readonly side: string;
  readonly ellipsis: string;
  readonly dot: string;
  readonly mask: string;
  readonly ascending: string;
  readonly descending: string;
  readonly none: string;
  readonly barLeft: string;
  readonly barRight: string;
  /** From an eighth to a whole of a cell; one sign means whole cells only. */
  readonly barSteps: readonly string[];
  readonly barEmpty: string;
  readonly borderStyle: "single" | "classic";
}

export interface Theme {
  readonly symbols: Symbols;
  /** Ink colour of a tone; null means the terminal's own. */
  readonly colours: Readonly<Record<Tone, string | null>>;
  /** True: quiet words are drawn faint. Faint letters on a light window are hard to read. */
  readonly hasFaint: boolean;
}

const unicode: Symbols = {
  focus: ">",
  selected: "✓",
  partSelected: "~",
  attention: "!",
  rule: "─",
  side: "│",
  ellipsis: "…",
  dot: "·",
  mask: "•",
  ascending: "↑",
  descending: "↓",
  none: "–",
  barLeft: "▕",
  barRight: "▏",
  barSteps: ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"],
  barEmpty: " ",
  borderStyle: "single",
};

const ascii: Symbols = {
  focus: ">",
  selected: "x",
  partSelected: "~",
  attention: "!",
  rule: "-",
  side: "|",
  ellipsis: "...",
  dot: "-",
  mask: "*",
  ascending: "^",
  descending: "v",
  none: "-",
  barLeft: "[",
  barRight: "]",
  barSteps: ["#"],
  barEmpty: ".",
  borderStyle: "classic",
};

const none: Theme["colours"] = {
  plain: null,
  accent: null,
  good: null,
  warn: null,
  bad: null,
  quiet: null,
};
const dark: Theme["colours"] = {
  plain: null,
  accent: "cyan",
  good: "green",
  warn: "yellow",
  bad: "redBright",
  quiet: null,
};
const light: Theme["colours"] = {
  plain: null,
  accent: "blue",
  // Many terminals' own green is too light on white. With 16 colours it becomes theirs all the same.
  good: "ansi256(28)",
  warn: "magenta",
  bad: "red",
  quiet: "blackBright",
};

export interface ThemeOptions {
  readonly theme: "dark" | "light";
  readonly ascii: boolean;
  /** False when NO_COLOR is set, or TERM is dumb. */
  readonly hasColour: boolean;
}

/** How the app draws, from the person's settings and the terminal. */
export const createTheme = ({ theme, ascii: isAscii, hasColour }: ThemeOptions): Theme => ({
  symbols: isAscii ? ascii : unicode,
  colours: hasColour ? (theme === "dark" ? dark : light) : none,
  hasFaint: hasColour && theme === "dark",
});

/** The theme for all widgets below; dark with all signs when nobody says otherwise. */
export const ThemeContext = createContext<Theme>(
  createTheme({ theme: "dark", ascii: false, hasColour: true }),
);

/** The theme that holds here. */
export const useTheme = (): Theme => useContext(ThemeContext);

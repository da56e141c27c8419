import { createContext, useContext } from "react";
import type { TransferStateName } from "../../domain/transfer.ts";
import { toSequences, type Colour, type NumberedColour, type Sequences } from "./sequences.ts";

/** What a colour says; the words beside it say the same. */
export type Tone =
  | "plain"
  | "accent"
  | "good"
  | "warn"
  | "bad"
  | "quiet"
  // Kinds of entries; a sign behind the name says the same of folders.
  | "folder"
  | "link"
  | "program";

/** How a piece of a line looks. */
export interface PieceLook {
  readonly tone?: Tone | undefined;
  readonly isBold?: boolean | undefined;
  /** On the bar that shows the focus. */
  readonly hasBar?: boolean | undefined;
}

/** Signs that may be letters where the terminal knows no others. */
export interface Symbols {
  /** Beside the one focused line of a menu. */
  readonly focus: string;
  /** At the left end of the bar under the one focused row of a list. */
  readonly cursor: string;
  /** Before the destination that the app delivers to, and a step that is being taken. */
  readonly here: string;
  /** A step that is still to come. */
  readonly later: string;
  /** Between a folder and what is in it. */
  readonly into: string;
  /** Before the words of a transfer's state; "retrying" is one that waits for its next attempt. */
  readonly state: Readonly<Record<TransferStateName | "retrying", string>>;
  /** In turn before what moves. */
  readonly moving: readonly [string, string, string, string];
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
  /** Acknowledged by the storage service. */
  readonly barAcked: string;
  /** On its way. */
  readonly barOnWay: string;
  readonly barEmpty: string;
  /** Corners of a frame: top left, top right, bottom left, bottom right. */
  readonly corners: readonly [string, string, string, string];
  readonly borderStyle: "single" | "classic";
}

export interface Theme {
  readonly symbols: Symbols;
  /** Ink colour of a tone; null means the terminal's own. */
  readonly colours: Readonly<Record<Tone, Colour | null>>;
  /** Drawn bold: where there are 16 colours, none is left for them. */
  readonly boldTones: ReadonlySet<Tone>;
  /** Ink colour behind the focused row; null: its letters and its background are exchanged. */
  readonly cursorColour: NumberedColour | null;
  /** Ink colour of plain letters on that bar: the window's own might be as dark or as light as the bar. Null as above. */
  readonly cursorLetters: NumberedColour | null;
  /** True: quiet words are drawn faint. Faint letters on a light window, or of 16 colours, are hard to read. */
  readonly hasFaint: boolean;
  /** A text with what the terminal needs to draw it so; for a piece within a line. */
  readonly paint: (text: string, look: PieceLook) => string;
}

const unicode: Symbols = {
  focus: ">",
  cursor: "▌",
  here: "●",
  later: "○",
  into: "▸",
  state: {
    waiting: "○",
    uploading: "◐",
    retrying: "⟳",
    paused: "⏸",
    delivered: "✓",
    failed: "✗",
    skipped: "–",
    cancelled: "–",
  },
  moving: ["◐", "◓", "◑", "◒"],
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
  barAcked: "█",
  barOnWay: "▓",
  barEmpty: "░",
  corners: ["╭", "╮", "╰", "╯"],
  borderStyle: "single",
};

const ascii: Symbols = {
  focus: ">",
  cursor: ">",
  here: "*",
  later: "o",
  into: ">",
  state: {
    waiting: "o",
    uploading: "*",
    retrying: "~",
    paused: "=",
    delivered: "+",
    failed: "!",
    skipped: "-",
    cancelled: "-",
  },
  moving: ["|", "/", "-", "\\"],
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
  barAcked: "#",
  barOnWay: "=",
  barEmpty: ".",
  corners: ["+", "+", "+", "+"],
  borderStyle: "classic",
};

const none: Theme["colours"] = {
  plain: null,
  accent: null,
  good: null,
  warn: null,
  bad: null,
  quiet: null,
  folder: null,
  link: null,
  program: null,
};
const dark: Theme["colours"] = {
  plain: null,
  accent: "cyan",
  good: "green",
  // The console of a PC shows "yellow" as brown.
  warn: "yellowBright",
  // Bright red on the bar of the cursor could not be read.
  bad: "ansi256(203)",
  quiet: null,
  folder: "ansi256(75)",
  link: "ansi256(116)",
  program: "ansi256(181)",
};
const light: Theme["colours"] = {
  plain: null,
  accent: "blue",
  // Many terminals' own green is too light on white, and their own grey.
  good: "ansi256(22)",
  warn: "ansi256(127)",
  bad: "red",
  quiet: "ansi256(240)",
  folder: "ansi256(25)",
  link: "ansi256(23)",
  program: "ansi256(58)",
};
/** Of 16 colours, 116 and 181 would be those of the accent and of plain letters, 23 and 58 black. */
const fewColours = {
  dark: { ...dark, link: "magentaBright", program: null },
  light: { ...light, link: "magenta", program: null },
} as const satisfies Record<ThemeOptions["theme"], Theme["colours"]>;
const noTones: ReadonlySet<Tone> = new Set();
const fewBoldTones: ReadonlySet<Tone> = new Set(["program"]);

const coloursOf = ({ theme, hasColour, hasManyColours }: Omit<Required<ThemeOptions>, "ascii">) => {
  if (!hasColour) return none;
  if (!hasManyColours) return fewColours[theme];
  return theme === "dark" ? dark : light;
};

/** A little off the window's own background: what is written on it can still be read, whatever its tone. */
const cursorColours: Readonly<Record<ThemeOptions["theme"], NumberedColour>> = {
  dark: "ansi256(235)",
  light: "ansi256(254)",
};
/** A window of the other kind than the settings say, as at the first start, has letters of the colour of the bar. */
const cursorLetters: Readonly<Record<ThemeOptions["theme"], NumberedColour>> = {
  dark: "ansi256(255)",
  light: "ansi256(16)",
};

export interface ThemeOptions {
  readonly theme: "dark" | "light";
  readonly ascii: boolean;
  /** False when NO_COLOR is set, or TERM is dumb. */
  readonly hasColour: boolean;
  /** False where there are 16: none of them is a little off the window's own background. Default true. */
  readonly hasManyColours?: boolean;
}

type Palette = Pick<Theme, "colours" | "boldTones" | "cursorColour" | "cursorLetters" | "hasFaint">;

/** Looks are few, and texts many: what belongs around them is found once for each look. */
const createPaint = ({
  colours,
  boldTones,
  cursorColour,
  cursorLetters,
  hasFaint,
}: Palette): Theme["paint"] => {
  const found = new Map<string, Sequences>();
  return (text, { tone = "plain", isBold = false, hasBar = false }) => {
    if (text === "") return text;
    const look = `${tone} ${isBold} ${hasBar}`;
    let around = found.get(look);
    if (around === undefined) {
      around = toSequences({
        colour: colours[tone] ?? (hasBar ? cursorLetters : null),
        background: hasBar ? cursorColour : null,
        isBold: isBold || boldTones.has(tone),
        isFaint: tone === "quiet" && hasFaint,
        isInverse: hasBar && cursorColour === null,
      });
      found.set(look, around);
    }
    const [before, behind] = around;
    return before + text + behind;
  };
};

/** How the app draws, from the person's settings and the terminal. */
export const createTheme = ({
  theme,
  ascii: isAscii,
  hasColour,
  hasManyColours = true,
}: ThemeOptions): Theme => {
  const palette: Palette = {
    colours: coloursOf({ theme, hasColour, hasManyColours }),
    boldTones: hasColour && !hasManyColours ? fewBoldTones : noTones,
    cursorColour: hasColour && hasManyColours ? cursorColours[theme] : null,
    cursorLetters: hasColour && hasManyColours ? cursorLetters[theme] : null,
    // The console of a PC draws faint letters in dark grey.
    hasFaint: hasColour && hasManyColours && theme === "dark",
  };
  return { symbols: isAscii ? ascii : unicode, ...palette, paint: createPaint(palette) };
};

/** The theme for all widgets below; dark with all signs when nobody says otherwise. */
export const ThemeContext = createContext<Theme>(
  createTheme({ theme: "dark", ascii: false, hasColour: true }),
);

/** The theme that holds here. */
export const useTheme = (): Theme => useContext(ThemeContext);

import { describe, expect, it } from "vitest";
import { createTheme, type Tone } from "../../../src/tui/widgets/theme.ts";

type Rgb = readonly [number, number, number];

/** What terminals make of the sixteen, as they come: xterm's defaults, and the console of PCs. */
const palettes: Readonly<Record<string, readonly Rgb[]>> = {
  xterm: [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
  ],
  VGA: [
    [0, 0, 0],
    [170, 0, 0],
    [0, 170, 0],
    [170, 85, 0],
    [0, 0, 170],
    [170, 0, 170],
    [0, 170, 170],
    [170, 170, 170],
    [85, 85, 85],
    [255, 85, 85],
    [85, 255, 85],
    [255, 255, 85],
    [85, 85, 255],
    [255, 85, 255],
    [85, 255, 255],
    [255, 255, 255],
  ],
};
const names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

/** Which of the sixteen a name is. */
const ofNames = (colour: string): number | undefined => {
  const at = names.indexOf(colour.replace("Bright", ""));
  return at === -1 ? undefined : at + (colour.endsWith("Bright") ? 8 : 0);
};

const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40);

/** A colour of the cube of 6 × 6 × 6 or a grey, which all terminals have alike. */
const ofCube = (colour: string): Rgb | undefined => {
  const found = /^ansi256\((\d+)\)$/.exec(colour);
  if (!found) return undefined;
  const at = Number(found[1]) - 16;
  // Behind the cube, 24 greys.
  if (at >= 216) return [8 + (at - 216) * 10, 8 + (at - 216) * 10, 8 + (at - 216) * 10];
  return [level(Math.floor(at / 36)), level(Math.floor(at / 6) % 6), level(at % 6)];
};

/** Which of the sixteen stands for a colour of 256 where there are no others: as chalk, which Ink colours with, has it. */
const ofSixteen = (colour: string): number | undefined => {
  const rgb = ofCube(colour);
  if (!rgb) return ofNames(colour);
  // Steps of the cube are counted there, not what terminals make of them.
  const [r = 0, g = 0, b = 0] = rgb.map((value) => (value === 0 ? 0 : (value - 55) / 200));
  const dark = Math.round(b) * 4 + Math.round(g) * 2 + Math.round(r);
  return Math.max(r, g, b) === 1 ? dark + 8 : dark;
};

/** WCAG 2.2, "relative luminance" and "contrast ratio". */
const luminance = (rgb: Rgb): number => {
  const [r = 0, g = 0, b = 0] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: Rgb, b: Rgb): number => {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

describe("the colours", () => {
  const windows = [
    ["light", [255, 255, 255]],
    ["dark", [0, 0, 0]],
  ] as const;
  it.each(windows)("can be read in a %s window, whichever tone", (theme, window) => {
    const { colours, cursorColour } = createTheme({ theme, ascii: false, hasColour: true });
    const bar = ofCube(cursorColour ?? "");
    if (!bar) throw new Error("the bar of the cursor has no colour");
    for (const [palette, named] of Object.entries(palettes)) {
      for (const [tone, colour] of Object.entries(colours)) {
        if (colour === null) continue;
        const rgb = ofCube(colour) ?? named[ofNames(colour) ?? -1];
        if (!rgb) throw new Error(`${colour} has no value here`);
        // WCAG 2.2, 1.4.3 "Contrast (Minimum)".
        expect(contrast(rgb, window), `${tone} in ${palette}`).toBeGreaterThanOrEqual(4.5);
        expect(contrast(rgb, bar), `${tone} on the bar in ${palette}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it.each(windows)("can be read in a %s window of 16 colours, too", (theme, window) => {
    // The bar exchanges letters and window: its contrast is the same.
    const few = createTheme({ theme, ascii: false, hasColour: true, hasManyColours: false });
    for (const [palette, sixteen] of Object.entries(palettes)) {
      for (const [tone, colour] of Object.entries(few.colours)) {
        if (colour === null) continue;
        const rgb = sixteen[ofSixteen(colour) ?? -1];
        if (!rgb) throw new Error(`${colour} is none of the sixteen`);
        expect(contrast(rgb, window), `${tone} in ${palette}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    // The Linux console draws faint letters in dark grey, which is 2.8 : 1 on black.
    expect(few.hasFaint).toBe(false);
  });

  it.each(windows)("can be read on the bar of the cursor, whatever the window: %s", (theme) => {
    const { cursorColour, cursorLetters } = createTheme({ theme, ascii: false, hasColour: true });
    const [bar, letters] = [ofCube(cursorColour ?? ""), ofCube(cursorLetters ?? "")];
    if (!bar || !letters) throw new Error("the bar or its letters have no colour");
    expect(contrast(letters, bar)).toBeGreaterThanOrEqual(7);
  });

  it.each(windows)("tell the kinds of entries apart in a %s window", (theme) => {
    const { colours } = createTheme({ theme, ascii: false, hasColour: true });
    const { plain, folder, link, program } = colours;
    // A file has the window's own letters, and these have none of them.
    expect(plain).toBeNull();
    const rgbs = [folder, link, program].map((colour) => String(ofCube(colour ?? "")));
    expect(rgbs).not.toContain("undefined");
    expect(new Set(rgbs).size).toBe(3);
  });

  it.each(windows)("tell them apart in a %s window of 16 colours, too", (theme) => {
    const few = createTheme({ theme, ascii: false, hasColour: true, hasManyColours: false });
    const look = (tone: Tone): string => {
      const colour = few.colours[tone];
      return `${colour === null ? "own" : ofSixteen(colour)} ${few.boldTones.has(tone)}`;
    };
    const kinds = (["plain", "folder", "link", "program"] as const).map(look);
    expect(new Set(kinds).size).toBe(4);
    // Beside them stand what is selected, and what was delivered.
    const marks = (["accent", "good", "bad"] as const).map(look);
    for (const kind of ["link", "program"] as const) expect(marks).not.toContain(look(kind));
  });

  it("leave the bar of the cursor to exchanged colours where there are 16: it would be black on black", () => {
    const few = { theme: "dark", ascii: false, hasColour: true, hasManyColours: false } as const;
    expect(createTheme(few).cursorColour).toBeNull();
  });

  it("are none with NO_COLOR, faint letters neither", () => {
    const { colours, cursorColour, hasFaint } = createTheme({
      theme: "dark",
      ascii: false,
      hasColour: false,
    });
    expect(cursorColour).toBeNull();
    expect(Object.values(colours).filter((colour) => colour !== null)).toEqual([]);
    expect(hasFaint).toBe(false);
  });

  it("leave quiet words their strength in a light window", () => {
    expect(createTheme({ theme: "light", ascii: false, hasColour: true }).hasFaint).toBe(false);
  });
});

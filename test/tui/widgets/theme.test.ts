import { describe, expect, it } from "vitest";
import { createTheme } from "../../../src/tui/widgets/theme.ts";

type Rgb = readonly [number, number, number];

/** What terminals make of the names, as they come: xterm's defaults, and the console of PCs. */
const palettes: Readonly<Record<string, Readonly<Record<string, Rgb>>>> = {
  xterm: {
    red: [205, 0, 0],
    green: [0, 205, 0],
    yellowBright: [255, 255, 0],
    blue: [0, 0, 238],
    magenta: [205, 0, 205],
    cyan: [0, 205, 205],
  },
  VGA: {
    red: [170, 0, 0],
    green: [0, 170, 0],
    yellowBright: [255, 255, 85],
    blue: [0, 0, 170],
    magenta: [170, 0, 170],
    cyan: [0, 170, 170],
  },
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
        const rgb = ofCube(colour) ?? named[colour];
        if (!rgb) throw new Error(`${colour} has no value here`);
        // WCAG 2.2, 1.4.3 "Contrast (Minimum)".
        expect(contrast(rgb, window), `${tone} in ${palette}`).toBeGreaterThanOrEqual(4.5);
        expect(contrast(rgb, bar), `${tone} on the bar in ${palette}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it("leave the bar of the cursor to exchanged colours where there are 16: it would be black on black", () => {
    const few = { theme: "dark", ascii: false, hasColour: true, hasManyColours: false } as const;
    expect(createTheme(few).cursorColour).toBeNull();
    expect(createTheme(few).colours).toEqual(createTheme({ ...few, hasManyColours: true }).colours);
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

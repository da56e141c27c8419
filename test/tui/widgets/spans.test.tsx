import { Text } from "ink";
import type { ReactElement } from "react";
import { describe, expect, it, vi } from "vitest";
import { toLineCells } from "../../../src/tui/terminal/frames/line-cells.ts";
import { type Span, Spans } from "../../../src/tui/widgets/Spans.tsx";
import {
  createTheme,
  ThemeContext,
  type Theme,
  type Tone,
} from "../../../src/tui/widgets/theme.ts";
import { Tint } from "../../../src/tui/widgets/Tint.tsx";
import { showOnInk } from "../../support/sites/ink-screen.ts";

// Colours are written only where their library believes in a terminal.
vi.hoisted(() => {
  process.env["FORCE_COLOR"] = "3";
});

const tones: readonly Tone[] = [
  "plain",
  "accent",
  "good",
  "warn",
  "bad",
  "quiet",
  "folder",
  "link",
  "program",
];

const spans: readonly Span[] = tones.flatMap((tone) =>
  [true, false].flatMap((isBold) =>
    [true, false].map((hasBar) => ({ text: `${tone[0]} `, tone, isBold, hasBar })),
  ),
);

/** Of Ink's terminal in tests. */
const columns = 100;

/** What each column shows; the same look may be written in several ways. */
const drawn = async (theme: Theme, line: ReactElement) => {
  const screen = await showOnInk(<ThemeContext value={theme}>{line}</ThemeContext>);
  const frame = screen.rawFrame();
  screen.unmount();
  return toLineCells(frame, columns).cells;
};

describe("Spans", () => {
  it.each([
    ["dark", createTheme({ theme: "dark", ascii: false, hasColour: true })],
    ["light", createTheme({ theme: "light", ascii: false, hasColour: true })],
    [
      "of 16 colours",
      createTheme({ theme: "dark", ascii: false, hasColour: true, hasManyColours: false }),
    ],
    ["without colour", createTheme({ theme: "dark", ascii: false, hasColour: false })],
  ])("draws its pieces as Ink draws texts of that look, in a theme %s", async (_, theme) => {
    const texts = (
      <Text wrap="truncate-end">
        {spans.map(({ text, ...look }, at) => (
          <Tint key={at} {...look}>
            {text}
          </Tint>
        ))}
      </Text>
    );
    expect(await drawn(theme, <Spans spans={spans} />)).toEqual(await drawn(theme, texts));
  });

  it("draws nothing for a piece without letters", async () => {
    const theme = createTheme({ theme: "dark", ascii: false, hasColour: true });
    const line = [{ text: "", isBold: true }, { text: "a" }];
    expect(await drawn(theme, <Spans spans={line} />)).toEqual(toLineCells("a", columns).cells);
  });
});

import { expect, it } from "vitest";
import { windowTheme } from "../../src/domain/window-theme.ts";

it.each([
  ["black on white", { COLORFGBG: "0;15" }, "light"],
  ["with a third number between, as rxvt has it", { COLORFGBG: "0;default;15" }, "light"],
  ["black on light grey", { COLORFGBG: "0;7" }, "light"],
  ["white on black", { COLORFGBG: "15;0" }, "dark"],
  ["light letters on dark grey", { COLORFGBG: "15;8" }, "dark"],
  ["a background of no number", { COLORFGBG: "default;default" }, "dark"],
  ["one of 256 colours, which says nothing here", { COLORFGBG: "15;231" }, "dark"],
  ["an empty text", { COLORFGBG: "" }, "dark"],
  ["nothing", {}, "dark"],
  [
    "the terminal that tmux was started in",
    { COLORFGBG: "0;15", TMUX: "/tmp/tmux-0/default" },
    "dark",
  ],
  ["the terminal that screen was started in", { COLORFGBG: "0;15", STY: "1.pts-0" }, "dark"],
] as const)("takes %s for a window that is light or dark", (_, environment, theme) => {
  expect(windowTheme(environment)).toBe(theme);
});

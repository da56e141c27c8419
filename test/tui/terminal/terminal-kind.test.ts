import { describe, expect, it } from "vitest";
import {
  clipboardOf,
  hasProgress,
  hasTitles,
  terminalKindOf,
  type TerminalKind,
} from "../../../src/tui/terminal/terminal-kind.ts";

const xterm = { TERM: "xterm-256color" };
const program = (TERM_PROGRAM: string, TERM_PROGRAM_VERSION?: string): TerminalKind => ({
  ...xterm,
  TERM_PROGRAM,
  TERM_PROGRAM_VERSION,
});

describe("a terminal", () => {
  it("is told by its own variables only", () => {
    const kind = terminalKindOf({ TERM: "xterm", AWS_SECRET_ACCESS_KEY: "secret", TMUX: "/x" });
    expect(kind).toMatchObject({ TERM: "xterm", TMUX: "/x" });
    expect(JSON.stringify(kind)).not.toContain("secret");
  });

  it.each([
    ["xterm-256color", true],
    ["tmux-256color", true],
    ["screen", true],
    ["linux", false],
    ["dumb", false],
    ["vt100", false],
    [undefined, false],
  ])("of the kind %s has titles: %s", (TERM, expected) => {
    expect(hasTitles({ TERM })).toBe(expected);
    expect(hasProgress({ TERM, WT_SESSION: "0b5a" })).toBe(
      expected && TERM?.startsWith("xterm") === true,
    );
  });

  it.each<[string, boolean, TerminalKind]>([
    ["Windows Terminal", true, { ...xterm, WT_SESSION: "0b5a" }],
    ["ConEmu", true, { ...xterm, ConEmuANSI: "ON" }],
    ["iTerm2 3.6.6", true, program("iTerm.app", "3.6.6")],
    ["iTerm2 3.10.0", true, program("iTerm.app", "3.10.0")],
    ["iTerm2 4", true, program("iTerm.app", "4")],
    ["iTerm2 by SSH", true, { ...xterm, LC_TERMINAL: "iTerm2", LC_TERMINAL_VERSION: "3.7.0beta1" }],
    ["iTerm2 3.6.5", false, program("iTerm.app", "3.6.5")],
    ["iTerm2 3.5.14", false, program("iTerm.app", "3.5.14")],
    ["iTerm2 without a version", false, program("iTerm.app")],
    ["old iTerm2 by SSH", false, { ...xterm, LC_TERMINAL: "iTerm2", LC_TERMINAL_VERSION: "3.4.8" }],
    ["Ghostty 1.2", true, { ...program("ghostty", "1.2.3"), TERM: "xterm-ghostty" }],
    ["Ghostty 1.1", false, program("ghostty", "1.1.3")],
    ["WezTerm of this year", true, program("WezTerm", "20250501-093000-abcdef12")],
    ["WezTerm of last year", false, program("WezTerm", "20240203-110809-5046fc22")],
    ["GNOME's of 0.80", true, { ...xterm, VTE_VERSION: "8001" }],
    ["GNOME's of 0.76", false, { ...xterm, VTE_VERSION: "7600" }],
    ["kitty", false, { TERM: "xterm-kitty" }],
    ["one that says nothing", false, xterm],
    ["tmux in Windows Terminal", false, { TERM: "tmux-256color", WT_SESSION: "0b5a" }],
    ["tmux that calls itself xterm", false, { ...xterm, WT_SESSION: "0b5a", TMUX: "/tmp/tmux" }],
    ["screen", false, { TERM: "screen.xterm-256color", WT_SESSION: "0b5a", STY: "1.pts" }],
  ])("draws progress: %s: %s", (_, expected, kind) => {
    expect(hasProgress(kind)).toBe(expected);
  });

  it.each<[string, TerminalKind]>([
    ["yes", { TERM: "xterm-kitty" }],
    ["yes", { TERM: "xterm-ghostty" }],
    ["yes", { TERM: "foot" }],
    ["yes", { TERM: "alacritty" }],
    ["yes", program("WezTerm", "20240203")],
    ["yes", { ...xterm, WT_SESSION: "0b5a" }],
    ["maybe", xterm],
    ["maybe", program("iTerm.app", "3.6.6")],
    ["maybe", { ...xterm, VTE_VERSION: "8001" }],
    ["maybe", { TERM: "tmux-256color" }],
    ["maybe", { TERM: "xterm-kitty", TMUX: "/tmp/tmux" }],
    ["no", program("Apple_Terminal", "455")],
    ["no", { TERM: "linux" }],
    ["no", { TERM: "vt100" }],
    ["no", {}],
  ])("takes texts into its clipboard: %s: %o", (expected, kind) => {
    expect(clipboardOf(kind)).toBe(expected);
  });
});

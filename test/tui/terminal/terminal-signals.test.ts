import { describe, expect, it } from "vitest";
import {
  hasProgress,
  hasTitles,
  signalChange,
  signalEnd,
} from "../../../src/tui/terminal/terminal-signals.ts";

const xterm = { TERM: "xterm-256color" };
const idle = { title: "s3-sftp", percent: null };
const half = { title: "s3-sftp 50%", percent: 50 };

describe("title and progress of the terminal", () => {
  it.each([
    ["xterm-256color", true],
    ["tmux-256color", true],
    ["screen", true],
    ["linux", false],
    ["dumb", false],
    ["vt100", false],
    [undefined, false],
  ])("are for %s: %s", (TERM, expected) => {
    expect(hasTitles({ TERM })).toBe(expected);
    if (!expected) expect(signalChange(null, half, { TERM })).toBe("");
  });

  it("are no notifications in iTerm", () => {
    expect(hasProgress(xterm)).toBe(true);
    expect(hasProgress({ ...xterm, LC_TERMINAL: "iTerm2" })).toBe(false);
    expect(hasProgress({ ...xterm, TERM_PROGRAM: "iTerm.app" })).toBe(false);
  });

  it("are written when they change, and only then", () => {
    expect(signalChange(null, half, xterm)).toBe("\u001b]0;s3-sftp 50%\u0007\u001b]9;4;1;50\u0007");
    expect(signalChange(half, half, xterm)).toBe("");
    expect(signalChange(half, idle, xterm)).toBe("\u001b]0;s3-sftp\u0007\u001b]9;4;0\u0007");
  });

  it("cannot be written to by a name", () => {
    const evil = { title: "a\u001b]0;b\u0007", percent: null };
    expect(signalChange(null, evil, xterm)).toBe("\u001b]0;a�]0;b�\u0007");
  });

  it("are put back at the end, and not where nothing was written", () => {
    expect(signalEnd(half, xterm)).toBe("\u001b]9;4;0\u0007\u001b[23;0t");
    expect(signalEnd(idle, xterm)).toBe("\u001b[23;0t");
    expect(signalEnd(null, xterm)).toBe("");
    expect(signalEnd(half, { TERM: "linux" })).toBe("");
  });
});

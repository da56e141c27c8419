import { describe, expect, it } from "vitest";
import { signalChange, signalEnd } from "../../../src/tui/terminal/terminal-signals.ts";

const xterm = { TERM: "xterm-256color" };
const windows = { ...xterm, WT_SESSION: "0b5a" };
const idle = { title: "s3-sftp", percent: null };
const half = { title: "s3-sftp 50%", percent: 50 };

describe("title and progress of the terminal", () => {
  it("are written to no terminal that would print them", () => {
    for (const TERM of ["linux", "dumb", "vt100", undefined]) {
      expect(signalChange(null, half, { TERM, WT_SESSION: "0b5a" })).toBe("");
    }
  });

  it("have no progress where it might be a notification", () => {
    expect(signalChange(null, half, xterm)).toBe("\u001b]0;s3-sftp 50%\u0007");
    expect(signalEnd(half, xterm)).toBe("\u001b[23;0t");
  });

  it("are written when they change, and only then", () => {
    expect(signalChange(null, half, windows)).toBe(
      "\u001b]0;s3-sftp 50%\u0007\u001b]9;4;1;50\u0007",
    );
    expect(signalChange(half, half, windows)).toBe("");
    expect(signalChange(half, idle, windows)).toBe("\u001b]0;s3-sftp\u0007\u001b]9;4;0\u0007");
  });

  it("cannot be written to by a name", () => {
    const evil = { title: "a\u001b]0;b\u0007", percent: null };
    expect(signalChange(null, evil, xterm)).toBe("\u001b]0;a�]0;b�\u0007");
  });

  it("are put back at the end, and not where nothing was written", () => {
    expect(signalEnd(half, windows)).toBe("\u001b]9;4;0\u0007\u001b[23;0t");
    expect(signalEnd(idle, xterm)).toBe("\u001b[23;0t");
    expect(signalEnd(null, xterm)).toBe("");
    expect(signalEnd(half, { TERM: "linux" })).toBe("");
  });
});

import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { FolderEntry } from "../../../../src/domain/folder-entry.ts";
import {
  entryLine,
  parentLine,
  type RowState,
} from "../../../../src/tui/screens/browser/browser-view.ts";
import { createTheme, type Tone } from "../../../../src/tui/widgets/theme.ts";
import { browserWords } from "../../../../src/words/browser.ts";
import { entry } from "./browser-events.ts";

const { symbols } = createTheme({ theme: "dark", ascii: false, hasColour: true });
const style = { columns: 80, width: stringWidth, nowMs: 0, symbols };
const plainRow: RowState = {
  hasCursor: false,
  select: "none",
  count: null,
  mark: null,
  hasFindings: false,
};

const lineOf = (one: FolderEntry, row: Partial<RowState> = {}) =>
  entryLine(one, style, { ...plainRow, ...row });

const nameOf = (one: FolderEntry, row: Partial<RowState> = {}) =>
  lineOf(one, row).find(({ text }) => text.includes(one.name));

const textOf = (one: FolderEntry) => lineOf(one).map(({ text }) => text);

const read = { hasDetails: true, isProgram: false };

const kinds: readonly (readonly [string, FolderEntry, Tone])[] = [
  ["a folder", entry("scans/"), "folder"],
  ["a file", entry("scan.dcm", read), "plain"],
  ["a file whose details are still to be read", entry("scan.dcm"), "plain"],
  ["a program", entry("send.sh", { ...read, isProgram: true }), "program"],
  ["a link to a file", entry("latest", { ...read, isLink: true }), "link"],
  ["a link to a folder", entry("latest/", { isLink: true }), "link"],
  ["a link to a program", entry("run", { ...read, isLink: true, isProgram: true }), "link"],
  ["a link that leads nowhere", entry("gone", { ...read, isLink: true, kind: "other" }), "link"],
  ["a pipe", entry("pipe", { ...read, kind: "pipe" }), "quiet"],
  ["a socket", entry("agent", { ...read, kind: "socket" }), "quiet"],
  ["a device", entry("disk", { ...read, kind: "device" }), "quiet"],
];

describe("the name of an entry", () => {
  it.each(kinds)("has the colour of its kind: %s", (_, one, tone) => {
    expect(nameOf(one)?.tone).toBe(tone);
  });

  it.each(kinds)("keeps it under the cursor, selected and delivered: %s", (_, one, tone) => {
    const name = nameOf(one, { hasCursor: true, select: "all", mark: "delivered" });
    expect(name).toMatchObject({ tone, hasBar: true });
  });

  it("has a sign for a folder, and a word in the place of its size for what cannot be uploaded", () => {
    expect(textOf(entry("scans/"))).toContain(" scans/");
    expect(textOf(entry("latest/", { isLink: true }))).toContain(" latest/");
    for (const kind of ["other", "pipe", "socket", "device"] as const) {
      const one = entry("gone", { ...read, kind, isLink: kind === "other" });
      expect(textOf(one).join("")).toContain(browserWords.kind[kind]);
    }
  });

  it("has the colour of a folder for the one above", () => {
    expect(parentLine(style, false).at(-1)).toMatchObject({ text: " ../", tone: "folder" });
  });
});

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  splitSlackText,
  toSlackLine,
  toSlackText,
  toSlackTitle,
} from "../../../src/server/slack/slack-text.ts";

describe("toSlackText", () => {
  it.each([
    ["<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;"],
    ["<https://evil.example|your bank>", "&lt;https://evil.example|your bank&gt;"],
    ["a\u0000b\u001b[31mc\u009d", "ab[31mc"],
    ["gpj.\u202etxt.exe", "gpj.txt.exe"],
    ["line\r\nnext\tcolumn", "line\nnext\tcolumn"],
    ["half \ud83d pair", "half \ufffd pair"],
    ["s\u200bc\u200ca\u200dn\u2060\u00ad\u180e.pdf", "scan.pdf"],
    ["\u061cpdf.\u{e0041}exe\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\ufe0f", "pdf.exe"],
    ["Ärger ب 日本 🚚", "Ärger ب 日本 🚚"],
  ])("makes %j safe to show", (text, safe) => {
    expect(toSlackText(text)).toBe(safe);
  });

  it("leaves no way to write a ping, a link or a control character, whatever comes in", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const safe = toSlackText(text);
        expect(safe).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        // oxlint-disable-next-line no-control-regex -- they must be gone
        expect(safe).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
        expect(safe).not.toMatch(/[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/u);
        expect(safe.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe("toSlackLine", () => {
  it.each([
    ["two\nlines\r\nand\rmore\u2028x\u0085y\u000bz", "two ⏎ lines ⏎ and ⏎ more ⏎ x ⏎ y ⏎ z"],
    ["ends with one\n", "ends with one"],
    ["<!here>\n<b>", "&lt;!here&gt; ⏎ &lt;b&gt;"],
  ])("makes one line of %j", (text, line) => {
    expect(toSlackLine(text)).toBe(line);
  });
});

describe("splitSlackText", () => {
  it("loses nothing, keeps the limit, and cuts neither entities nor surrogate pairs", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "&", "<", "\n", "🚚", "ä", " "),
      maxLength: 400,
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 10, max: 60 }), (raw, maxChars) => {
        const safe = toSlackText(raw);
        const pieces = splitSlackText(safe, maxChars);
        expect(pieces.join("")).toBe(safe);
        for (const piece of pieces) {
          expect(piece.length).toBeLessThanOrEqual(maxChars);
          expect(piece.isWellFormed()).toBe(true);
          expect(piece.replaceAll(/&(amp|lt|gt);/g, "")).not.toContain("&");
        }
      }),
    );
  });

  it("prefers the end of a line", () => {
    expect(splitSlackText("first line\nsecond line", 15)).toEqual(["first line\n", "second line"]);
  });
});

describe("toSlackTitle", () => {
  it("is one line with an ellipsis where it was cut", () => {
    expect(toSlackTitle("two\nlines")).toBe("two lines");
    expect(toSlackTitle("x".repeat(300))).toBe(`${"x".repeat(200)}…`);
  });
});

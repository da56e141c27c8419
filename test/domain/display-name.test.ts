import * as fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { cutEnd, cutMiddle, displayName, padTo } from "../../src/domain/display-name.ts";

describe("a name on the screen", () => {
  it.each([
    ["plain.txt", "plain.txt"],
    ["red\u001B[31m.txt", "red\u{FFFD}[31m.txt"],
    ["title\u001B]0;gone\u0007.txt", "title\u{FFFD}]0;gone\u{FFFD}.txt"],
    ["two\nlines\r.txt", "two\u{FFFD}lines\u{FFFD}.txt"],
    ["c1\u009B2J", "c1\u{FFFD}2J"],
    ["invoice\u202Efdp.exe", "invoice\u{FFFD}fdp.exe"],
    ["iso\u2066late\u2069", "iso\u{FFFD}late\u{FFFD}"],
    ["half\uD83D.txt", "half\u{FFFD}.txt"],
    ["日本語.pdf", "日本語.pdf"],
    ["family 👨‍👩‍👧.jpg", "family 👨‍👩‍👧.jpg"],
    ["שלום.txt", "שלום.txt"],
    ["re\u200Bport.csv", "re\u{FFFD}port.csv"],
    ["re\u200Dport.csv", "re\u{FFFD}port.csv"],
    ["re\u00ADport.csv", "re\u{FFFD}port.csv"],
    ["a\u061C\u180E\u2060.csv", "a\u{FFFD}\u{FFFD}\u{FFFD}.csv"],
    ["a\u115F\u3164\uFFA0\u2800.csv", "a\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}.csv"],
    ["a\u{E0041}\uFE0F\u034F.csv", "a\u{FFFD}\u{FFFD}\u{FFFD}.csv"],
    ["می\u200Cخواهم.txt", "می\u200Cخواهم.txt"],
    ["\u0600١٢.txt", "\u0600١٢.txt"],
    ["葛\u{E0100}.pdf", "葛\u{E0100}.pdf"],
    ["❤\uFE0F 1\uFE0F\u20E3.png", "❤\uFE0F 1\uFE0F\u20E3.png"],
    [
      "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}.png",
      "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}.png",
    ],
    ["cafe\u0301.txt", "cafe\u0301.txt"],
  ])("shows %j as %j", (name, shown) => {
    expect(displayName(name)).toBe(shown);
  });

  it("never lets a control character through", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        expect(/[\p{Cc}\u061C\u200B\u202A-\u202E\u2060-\u2069]/u.test(displayName(name))).toBe(
          false,
        );
      }),
    );
  });
});

describe("cutting in the middle", () => {
  it.each([
    ["invoices-2026-november.csv", 16, "invoices…ber.csv"],
    ["scan-of-the-contract-p-017.tar.gz", 20, "scan-of-…-017.tar.gz"],
    ["no-extension-at-all-in-this-name", 12, "no-exten…ame"],
    [".hidden-file-with-a-long-name", 12, ".hidden-…ame"],
    ["short.txt", 9, "short.txt"],
    ["名前がとても長いファイル.pdf", 15, "名前がと…ル.pdf"],
    ["anything", 1, "a"],
    ["anything", 0, ""],
  ])("cuts %s to %d columns: %s", (name, columns, cut) => {
    expect(cutMiddle(name, columns, stringWidth)).toBe(cut);
  });

  it("fits, and keeps graphemes whole", () => {
    const piece = fc.constantFrom("a", "é", "e\u0301", "日", "👨‍👩‍👧", "🇩🇪", ".", "-", "ש");
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 60 }),
        fc.integer({ min: 0, max: 50 }),
        (pieces, columns) => {
          const cut = cutMiddle(pieces.join(""), columns, stringWidth);
          expect(stringWidth(cut)).toBeLessThanOrEqual(columns);
          const known = new Set([...pieces, "…"]);
          const segments = new Intl.Segmenter().segment(cut);
          for (const { segment } of segments) {
            expect(known.has(segment) || known.has(segment.normalize("NFC"))).toBe(true);
          }
        },
      ),
    );
  });

  it("takes another mark where the terminal has no ellipsis", () => {
    expect(cutMiddle("invoices-2026-november.csv", 16, stringWidth, "~")).toBe("invoices~ber.csv");
  });
});

describe("cutting at the end, and filling up", () => {
  it("keeps the start of a sentence", () => {
    expect(cutEnd("The key may not write here", 12, stringWidth)).toBe("The key may…");
    expect(cutEnd("short", 12, stringWidth)).toBe("short");
    expect(cutEnd("long", 0, stringWidth)).toBe("");
  });

  it("fills by columns and not by characters", () => {
    expect(padTo("日本", 6, stringWidth)).toBe("日本  ");
    expect(padTo("7", 3, stringWidth, "start")).toBe("  7");
    expect(padTo("too wide", 3, stringWidth)).toBe("too wide");
  });
});

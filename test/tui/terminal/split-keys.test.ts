import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitKeys } from "../../../src/tui/terminal/split-keys.ts";

const esc = "\u001b";
const start = `${esc}[200~`;
const end = `${esc}[201~`;

describe("splitKeys", () => {
  it.each([
    ["letters typed fast", "/abc", ["/", "a", "b", "c"]],
    ["a word and Enter", "ok\r", ["o", "k", "\r"]],
    ["a held letter, however long", "j".repeat(40), Array.from("j".repeat(40))],
    ["held arrows", `${esc}[B${esc}[B`, [`${esc}[B`, `${esc}[B`]],
    ["arrows of the keypad mode", `${esc}OB${esc}OA`, [`${esc}OB`, `${esc}OA`]],
    ["keys with modifiers", `${esc}[1;5Ca${esc}[3~`, [`${esc}[1;5C`, "a", `${esc}[3~`]],
    ["Esc and a letter that come together", `${esc}b`, [`${esc}b`]],
    ["a lone Esc", esc, [esc]],
    ["an unfinished sequence", `a${esc}[`, ["a", `${esc}[`]],
    ["what a person sees as one character", "e\u0301👨‍👩‍👧", ["e\u0301", "👨‍👩‍👧"]],
    ["control keys among letters", "a\u007fb\u0003", ["a", "\u007f", "b", "\u0003"]],
  ])("parts %s", (_, chunk, keys) => {
    expect(splitKeys(chunk, false)).toEqual({ keys, isPasting: false });
  });

  it.each([
    ["a colour", `${esc}]11;rgb:1111/2222/3333${esc}\\`],
    ["a colour, ended by a bell", `${esc}]10;rgb:1/2/3\u0007`],
    ["a device's name", `${esc}P>|xterm(370)${esc}\\`],
  ])("leaves out %s that a terminal answers", (_, reply) => {
    expect(splitKeys(`a${reply}b`, false).keys).toEqual(["a", "b"]);
  });

  it("leaves a bracketed paste whole, with its marks", () => {
    expect(splitKeys(`x${start}AKIA\r\n${end}y`, false)).toEqual({
      keys: ["x", `${start}AKIA\r\n${end}`, "y"],
      isPasting: false,
    });
  });

  it("leaves a bracketed paste whole over many reads", () => {
    const first = splitKeys(`${start}part one `, false);
    expect(first).toEqual({ keys: [`${start}part one `], isPasting: true });
    expect(splitKeys(`part two${end}q`, true)).toEqual({
      keys: [`part two${end}`, "q"],
      isPasting: false,
    });
  });

  it("takes long text in one read for a paste without marks", () => {
    const text = "wJalrXUtnFEMI/K7MDENG\r";
    expect(splitKeys(text, false).keys).toEqual([text]);
  });

  it("loses and adds nothing", () => {
    const pieces = fc.constantFrom(
      "a",
      "jj",
      esc,
      `${esc}[A`,
      `${esc}[`,
      start,
      end,
      "é",
      "\r",
      "👍",
    );
    fc.assert(
      fc.property(fc.array(pieces), fc.boolean(), (parts, isPasting) => {
        const chunk = parts.join("");
        expect(splitKeys(chunk, isPasting).keys.join("")).toBe(chunk);
      }),
    );
  });
});

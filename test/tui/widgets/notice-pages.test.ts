import { describe, expect, it } from "vitest";
import { noticePages } from "../../../src/tui/widgets/notice-pages.ts";
import type { Line } from "../../../src/tui/widgets/Lines.tsx";
import { scrollWords } from "../../../src/words/scroll.ts";

const linesOf = (...texts: readonly string[]): readonly Line[] => texts.map((text) => ({ text }));
const textOf = (pages: readonly (readonly Line[])[]) =>
  pages.map((page) => page.map(({ text }) => text));

const closed = linesOf("what", "file", "step 1", "step 2", "d details");
const detailed = linesOf("what", "file", "step 1", "step 2", "status", "code", "id");

describe("the pages of a notice", () => {
  it("are two where the details have room", () => {
    expect(textOf(noticePages(closed, detailed, 7, 9))).toEqual([
      ["what", "file", "step 1", "step 2", "d details"],
      ["what", "file", "step 1", "step 2", "status", "code", "id"],
    ]);
  });

  it.each([
    [2, 3],
    [3, 2],
    [3, 4],
    [4, 9],
    [6, 6],
  ])("show every line in a room of %i and %i", (firstRoom, room) => {
    const pages = noticePages(closed, detailed, firstRoom, room);
    const all = new Set(textOf(pages).flat());
    for (const { text } of detailed) expect(all).toContain(text);
    for (const page of pages.slice(1)) expect(page.length).toBeLessThanOrEqual(Math.max(2, room));
    expect(textOf(pages.slice(-1)).flat()).toContain("id");
  });

  it("say what follows", () => {
    const [first, second] = textOf(noticePages(closed, detailed, 3, 4));
    expect(first).toEqual(["what", "file", `  ${scrollWords.rest(3)}`]);
    expect(second).toEqual(["step 1", "step 2", "status", `  ${scrollWords.rest(2)}`]);
  });
});

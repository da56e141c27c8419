import { describe, expect, it } from "vitest";
import { fitNotice } from "../../../src/tui/widgets/fit-notice.ts";
import { scrollWords } from "../../../src/words/scroll.ts";

const lines = ["a", "b", "c", "d", "e"].map((text) => ({ text }));
const shown = (room: number, hasDetails: boolean) =>
  fitNotice(lines, room, hasDetails).map(({ text }) => text);

describe("a notice in a small place", () => {
  it.each([
    ["all of it where there is room", 5, false, ["a", "b", "c", "d", "e"]],
    ["its start and the key to the rest", 3, false, ["a", "b", `  ${scrollWords.rest(3)}`]],
    ["its end where the details were asked for", 3, true, ["c", "d", "e"]],
    ["its first line where there is one", 1, false, ["a"]],
    ["nothing where there is no line", 0, true, []],
  ])("shows %s", (_, room, hasDetails, expected) => {
    expect(shown(room, hasDetails)).toEqual(expected);
  });
});

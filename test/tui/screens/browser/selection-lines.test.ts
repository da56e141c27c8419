import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { paneColumns } from "../../../../src/tui/screens/browser/SelectionPane.tsx";
import { selectionLines } from "../../../../src/tui/screens/browser/selection-lines.ts";
import { selectAll, selectEntries } from "../../../../src/tui/screens/browser/change-selection.ts";
import { emptySelection, type Selection } from "../../../../src/tui/screens/browser/selection.ts";
import { browserWords } from "../../../../src/words/browser.ts";

const file = (name: string) => ({ name, isFolder: false, sizeBytes: 1 });
const folder = (name: string) => ({ name, isFolder: true, sizeBytes: null });

const lines = (selection: Selection, height = 10, columns = 40) =>
  selectionLines(selection, {
    columns,
    height,
    width: stringWidth,
    ellipsis: "…",
    home: "/home/maria",
    folder: "/home/maria/exports",
  });

const some = selectEntries(
  selectEntries(emptySelection, "/home/maria/exports", [folder("scans"), file("a.csv")], "on"),
  "/home/maria/other",
  [file("b\u001b[2J.csv")],
  "on",
);

describe("what is selected, beside the list", () => {
  it("names what is selected here, and elsewhere with its folder", () => {
    expect(lines(some)).toEqual(["scans/", "a.csv", "~/other/b\uFFFD[2J.csv"]);
  });

  it("names a folder that is selected but for some", () => {
    const all = selectAll(emptySelection, "/home/maria/exports", false);
    expect(lines(all)).toEqual([browserWords.allOf("~/exports", 0)]);
    const but = selectEntries(all, "/home/maria/exports", [file("a.csv")], "flip");
    expect(lines(but)).toEqual([browserWords.allOf("~/exports", 1)]);
  });

  it("says how many more there are than fit, and cuts long names in their middle", () => {
    const many = Array.from({ length: 100_000 }, (_, at) => file(`invoice-of-november-${at}.csv`));
    const shown = lines(selectEntries(emptySelection, "/home/maria/exports", many, "on"), 3, 16);
    expect(shown).toHaveLength(3);
    expect(shown.at(-1)).toBe("and 99,998 more");
    for (const line of shown) expect(stringWidth(line)).toBeLessThanOrEqual(16);
    expect(shown[0]).toMatch(/^inv.*….*\.csv$/);
  });

  it("leaves the list its 72 columns, and a narrow window to it alone", () => {
    expect([40, 80, 84, 109].map(paneColumns)).toEqual([0, 0, 0, 0]);
    for (let columns = 110; columns <= 300; columns += 1)
      expect(columns - paneColumns(columns)).toBeGreaterThanOrEqual(72);
  });
});

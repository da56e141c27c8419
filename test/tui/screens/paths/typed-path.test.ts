import { describe, expect, it } from "vitest";
import { packEntries } from "../../../../src/domain/packed-folder.ts";
import {
  completeTyped,
  folderOfTyped,
  namesStarting,
  splitTyped,
  toAbsolute,
} from "../../../../src/tui/screens/paths/typed-path.ts";
import { entry } from "../browser/browser-events.ts";

const home = "/home/maria";
const names = (start: string, ...all: string[]) =>
  namesStarting({ folder: "/out", entries: packEntries(all.map((one) => entry(one))) }, start, 9);

describe("a typed path", () => {
  it.each([
    ["~", home],
    ["~/exports/", `${home}/exports`],
    ["~//exports/", `${home}/exports`],
    ["/data//x/", "/data/x"],
    ["./x", "/out/x"],
    ["../y", "/y"],
    ["x y", "/out/x y"],
    ["~x", "/out/~x"],
  ])("%s leads to %s", (text, at) => {
    expect(toAbsolute(text, "/out", home)).toBe(at);
  });

  it.each([
    ["", "/out"],
    ["exp", "/out"],
    ["~", null],
    ["~/", home],
    ["~/exports/2026", `${home}/exports`],
    ["/", "/"],
    ["/da", "/"],
  ])("%j is completed with the names of %s", (text, folder) => {
    expect(folderOfTyped(text, "/out", home)).toBe(folder);
  });

  it("finds names whatever their case, folders first, and hidden ones where a dot was typed", () => {
    const shown = (start: string) =>
      names(start, "b.csv", "Bills/", ".bashrc", "a.csv").map(({ shown: name }) => name);
    expect(shown("b")).toEqual(["Bills", "b.csv"]);
    expect(shown("")).toEqual(["Bills", "a.csv", "b.csv"]);
    expect(shown(".")).toEqual([".bashrc"]);
    expect(names("bi", "Bills/")).toEqual([{ path: "/out/Bills", isFolder: true, shown: "Bills" }]);
  });

  it.each([
    ["~/exports/2026-1", ["2026-10/", "2026-11/"], "~/exports/2026-1"],
    ["/x/20", ["2026-10/", "2026-11/"], "/x/2026-1"],
    ["/x/b", ["Bills/"], "/x/Bills/"],
    ["inv", ["invoice.csv"], "invoice.csv"],
    ["none", [], "none"],
    ["b", ["bill.csv", "Bills/"], "bill.csv"],
  ])("%s and %j become %s", (text, all, completed) => {
    expect(completeTyped(text, names(splitTyped(text).start, ...all))).toBe(completed);
  });
});

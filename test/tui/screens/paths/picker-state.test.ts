import { describe, expect, it } from "vitest";
import { packEntries } from "../../../../src/domain/packed-folder.ts";
import {
  createPicker,
  maxPathRows,
  pickedRow,
  pickerReducer,
  type PickerEvent,
  type PickerKind,
} from "../../../../src/tui/screens/paths/picker-state.ts";
import { entry } from "../browser/browser-events.ts";

const start = (kind: PickerKind, text = "") =>
  createPicker(kind, text, { folder: "/out", home: "/home/maria" });
const listed = (folder: string, ...names: string[]): PickerEvent => ({
  type: "listed",
  folder,
  entries: packEntries(names.map((name) => entry(name))),
});
const found = (query: number, ...names: string[]): PickerEvent => ({
  type: "found",
  query,
  rows: names.map((shown) => ({ path: `/out/${shown}`, isFolder: false, shown })),
});
const shownIn = ({ rows }: ReturnType<typeof start>) => rows.map(({ shown }) => shown);

describe("a path that is picked", () => {
  it("is what was typed, until the arrows go to a row", () => {
    const typed = [listed("/out", "a", "b")].reduce(pickerReducer, start("goTo"));
    expect(pickedRow(typed)).toBeNull();
    const first = pickerReducer(typed, { type: "moved", by: 1 });
    expect(pickedRow(first)?.shown).toBe("a");
    const second = pickerReducer(first, { type: "moved", by: 1 });
    expect(pickedRow(second)?.shown).toBe("b");
    expect(pickedRow(pickerReducer(second, { type: "typed", text: "b" }))).toBeNull();
  });

  it("has no slash twice, which the key `~` has typed already", () => {
    const state = pickerReducer(start("goTo", "~/"), { type: "typed", text: "~//ex" });
    expect(state.text).toBe("~/ex");
    expect(pickerReducer(start("find"), { type: "typed", text: "a//b" }).text).toBe("a//b");
  });

  it("has only names of the folder that is typed, also when another one is read late", () => {
    const events: readonly PickerEvent[] = [
      listed("/out", "a"),
      { type: "typed", text: "deep/" },
      listed("/out", "a", "b"),
    ];
    const late = events.reduce(pickerReducer, start("goTo"));
    expect([shownIn(late), late.isWorking]).toEqual([[], true]);
    const now = pickerReducer(late, listed("/out/deep", "c"));
    expect([shownIn(now), now.isWorking]).toEqual([["c"], false]);
  });

  it("is among the names found for the text of now, and never more than the screen can use", () => {
    const searching = pickerReducer(start("find"), { type: "typed", text: "a" });
    const { query } = searching;
    const some = [found(query - 1, "late"), found(query, "a1"), found(query, "a2")];
    const state = some.reduce(pickerReducer, searching);
    expect(shownIn(state)).toEqual(["a1", "a2"]);
    expect(pickedRow(state)?.shown).toBe("a1");
    const many = Array.from({ length: maxPathRows + 5 }, (_, at) => `a${at}`);
    expect(pickerReducer(searching, found(query, ...many)).rows).toHaveLength(maxPathRows);
  });

  it("is a recent folder that has the text", () => {
    const rows = ["/data/x", "/data/y"].map((path) => ({ path, isFolder: true, shown: path }));
    const read = pickerReducer(start("recent"), { type: "recentRead", rows });
    expect(pickedRow(read)?.path).toBe("/data/x");
    const typed = pickerReducer(read, { type: "typed", text: "Y" });
    expect(pickedRow(typed)?.path).toBe("/data/y");
  });
});

import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { KeyMode } from "../../../src/tui/keys/actions.ts";
import { helpRows } from "../../../src/tui/keys/help-rows.ts";
import { fitHints, hintsFor } from "../../../src/tui/keys/hints.ts";
import { actionFor, bindingsIn, keySections } from "../../../src/tui/keys/key-table.ts";
import { keysMarkdown } from "../../../src/tui/keys/keys-markdown.ts";
import { keyHelp } from "../../support/values/key-hint.ts";

const modes: readonly KeyMode[] = Array.from(
  new Set(keySections.flatMap(({ bindings }) => bindings.flatMap((binding) => binding.modes))),
);
const isText = (mode: KeyMode) => mode.endsWith("Text");
const textCommands = new Set([
  "enter",
  "escape",
  "tab",
  "shift+tab",
  "up",
  "down",
  "ctrl+c",
  "ctrl+z",
  "ctrl+l",
  "?",
]);

describe("the key table", () => {
  it.each(modes)("gives each key of %s one action", (mode) => {
    const keys = bindingsIn(mode).flatMap((binding) => binding.keys);
    expect(keys.toSorted()).toEqual(Array.from(new Set(keys)).toSorted());
  });

  it.each(modes.filter(isText))("leaves the letters to the text in %s", (mode) => {
    for (const key of bindingsIn(mode).flatMap((binding) => binding.keys))
      expect(textCommands, key).toContain(key);
  });

  it.each(modes.filter((mode) => !isText(mode)))(
    "needs only arrows, Enter, Esc, Space, Tab and letters in %s",
    (mode) => {
      for (const key of bindingsIn(mode).flatMap((binding) => binding.keys.slice(0, 1)))
        expect(key).toMatch(
          /^(up|down|left|right|enter|escape|space|tab|shift\+tab|backspace|page(Up|Down)|home|end|ctrl\+[clz]|[!-~])$/,
        );
    },
  );

  it.each(modes)("has a way out of %s with Esc that is not quitting", (mode) => {
    const action = actionFor(mode, "escape");
    if (mode === "browser" || mode === "queue" || mode === "history") expect(action).toBe("back");
    expect(["back", "no"]).toContain(action);
  });

  it("deletes nothing with any key, and removes only what this computer has saved", () => {
    const bindings = keySections.flatMap((section) => section.bindings);
    const removing = bindings.filter(({ words }) => /\b(delete|remove|erase)\b/i.test(words));
    expect(removing.map(({ words }) => words)).toEqual([
      keyHelp("queue", "limit"),
      keyHelp("connections", "remove"),
      keyHelp("reset", "open"),
    ]);
    expect(modes.map((mode) => actionFor(mode, "delete")).filter(Boolean)).toEqual([]);
  });

  it.each([
    ["up", "up"],
    ["j", "down"],
    ["k", "up"],
    ["h", "parent"],
    ["l", "open"],
    ["g", "top"],
    ["G", "bottom"],
    ["space", "select"],
    ["a", "selectAll"],
    ["i", "invert"],
    ["enter", "open"],
    ["u", "upload"],
    ["/", "filter"],
    [".", "hidden"],
    ["o", "sort"],
    ["?", "help"],
    ["backspace", "parent"],
    ["left", "parent"],
    ["tab", "nextScreen"],
    ["q", "quit"],
    ["escape", "back"],
  ])("has %s for %s in the files", (key, action) => {
    expect(actionFor("browser", key)).toBe(action);
  });

  it("starts an upload only in the review", () => {
    expect(
      modes.filter((mode) => bindingsIn(mode).some(({ action }) => action === "start")),
    ).toEqual(["review"]);
    expect(actionFor("browser", "enter")).toBe("open");
  });
});

describe("the hints", () => {
  it.each(modes.filter((mode) => bindingsIn(mode).some(({ action }) => action === "help")))(
    "begin with ? help in %s, and fit into 40 columns",
    (mode) => {
      const shown = fitHints(hintsFor(mode), 40, stringWidth);
      expect(shown[0]).toBe("? help");
      expect(stringWidth(shown.join("  "))).toBeLessThanOrEqual(40);
    },
  );

  it("never cut ? help, however narrow it is", () => {
    expect(fitHints(hintsFor("browser"), 3, stringWidth)).toEqual(["? help"]);
  });

  it("are four to six in the files at 80 columns", () => {
    const shown = fitHints(hintsFor("browser"), 80, stringWidth);
    expect(shown).toEqual([
      "? help",
      "Space select",
      "Enter open",
      "u upload",
      "/ filter",
      "Tab next tab",
    ]);
  });

  it.each(["browser", "queue", "history", "review", "summary", "connections"] as const)(
    "are four to six in %s at 80 columns",
    (mode) => {
      const { length } = fitHints(hintsFor(mode), 80, stringWidth);
      expect(length).toBeGreaterThanOrEqual(4);
      expect(length).toBeLessThanOrEqual(6);
    },
  );

  it("put what matters now in front, and leave out what means nothing", () => {
    const shown = hintsFor("queue", { first: ["retryAll"], without: ["pause"] });
    expect(shown.slice(0, 2).map(({ action }) => action)).toEqual(["help", "retryAll"]);
    expect(shown.some(({ action }) => action === "pause")).toBe(false);
  });
});

describe("the help", () => {
  it("names every key of every mode", () => {
    const listed = helpRows(null, "").flatMap((row) => (row.type === "key" ? [row.words] : []));
    for (const binding of modes.flatMap(bindingsIn)) expect(listed).toContain(binding.words);
  });

  it("begins with the sections of the screen it was opened on", () => {
    const titles = helpRows("queue", "").flatMap((row) => (row.type === "title" ? row.words : []));
    expect(titles.indexOf("Queue")).toBeLessThan(titles.indexOf("Files"));
  });

  it.each(keySections)("says of no key of $title two things", ({ bindings }) => {
    const rows = bindings.flatMap(({ keys, words }) => keys.map((key) => [key, words] as const));
    for (const [key] of rows.filter(([name]) => name.length === 1))
      expect(
        new Set(rows.flatMap(([name, words]) => (name === key ? [words] : []))),
        key,
      ).toHaveProperty("size", 1);
  });

  it("finds lines by all words of a search, whatever the case", () => {
    expect(helpRows(null, "SPEED limit")).toEqual([
      { type: "title", words: "Queue" },
      { type: "key", keys: "s", words: "Set or remove the speed limit" },
    ]);
    expect(helpRows(null, "no such thing")).toEqual([]);
  });

  it("is the page of keys in the docs", () => {
    expect(keysMarkdown()).toContain("| Space | Select and move down |");
  });
});

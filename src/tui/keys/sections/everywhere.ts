import type { KeyMode } from "../actions.ts";
import { type KeySection, rowsIn } from "../key-binding.ts";

const tabs: readonly KeyMode[] = ["browser", "queue", "history"];
const overTabs: readonly KeyMode[] = [
  "review",
  "receipt",
  "summary",
  "failure",
  "redirect",
  "unfinished",
  "connections",
  "settings",
  "reset",
  "ownerNotice",
];
const lists: readonly KeyMode[] = [...tabs, ...overTabs];
const dialogs: readonly KeyMode[] = ["conflict", "confirm"];
const setup: readonly KeyMode[] = ["setup", "setupText", "setupList", "setupResult"];
const filters: readonly KeyMode[] = ["browserText", "historyText", "helpText"];
const fields: readonly KeyMode[] = [...filters, "pathText"];

/** First in every bottom line. `?` is text in a field that already holds some, and may hold it. */
export const helpKeys: KeySection = {
  title: "Help",
  bindings: rowsIn(
    [
      ...lists,
      ...dialogs,
      ...setup,
      "browserText",
      "pathText",
      "historyText",
      "queueText",
      "settingsText",
    ],
    [["help", "?", "Show all keys", "help"]],
  ),
};

/** Moving in lists; Esc closes, and never quits. */
export const movingKeys: KeySection = {
  title: "Moving",
  bindings: [
    ...rowsIn(
      [...lists, "help"],
      [
        ["up", "up k", "One line up"],
        ["down", "down j", "One line down"],
        ["pageUp", "pageUp ctrl+b", "One page up"],
        ["pageDown", "pageDown ctrl+f", "One page down"],
        ["top", "home g", "First line"],
        ["bottom", "end G", "Last line"],
      ],
    ),
    ...rowsIn(
      ["conflict"],
      [
        ["up", "up k", "One line up"],
        ["down", "down j", "One line down"],
      ],
    ),
    ...rowsIn(["browser", "queue"], [["back", "escape", "Go back (never quits)"]]),
    ...rowsIn(
      [...overTabs, "history", "conflict"],
      [["back", "escape", "Go back (never quits)", "back"]],
    ),
  ],
};

/** Editing is the text field's own; these are the only commands in it. */
export const textKeys: KeySection = {
  title: "In a text field",
  bindings: [
    ...rowsIn(
      [...fields, "queueText", "settingsText"],
      [
        ["accept", "enter", "Accept the text", "accept"],
        ["back", "escape", "Leave the field", "back"],
      ],
    ),
    ...rowsIn(
      ["queueText"],
      [
        ["up", "up", "A higher limit", "higher"],
        ["down", "down", "A lower limit", "lower"],
      ],
    ),
    ...rowsIn(
      [...filters, "setupList"],
      [
        ["up", "up shift+tab", "Previous line"],
        ["down", "down tab", "Next line"],
      ],
    ),
    ...rowsIn(
      ["pathText"],
      [
        ["complete", "tab", "Complete the path", "complete"],
        ["up", "up shift+tab", "Previous line"],
        ["down", "down", "Next line"],
      ],
    ),
  ],
};

const leaveWords = "Quit from anywhere; press twice to quit at once";

/** The three screens, and the ways out. */
export const screenKeys: KeySection = {
  title: "Tabs and quitting",
  bindings: [
    ...rowsIn(
      [...tabs, "summary"],
      [
        ["nextScreen", "tab", "Next tab", "next tab"],
        ["previousScreen", "shift+tab", "Previous tab"],
        ["showFiles", "1", "Files"],
        ["showQueue", "2", "Queue"],
        ["showHistory", "3", "History"],
        ["connections", "c", "Connections", "connections"],
        ["settings", ",", "Settings"],
        ["quit", "q", "Quit; asks first if uploads are unfinished", "quit"],
      ],
    ),
    ...rowsIn(setup, [["leave", "ctrl+c", leaveWords, "quit"]]),
    ...rowsIn(
      [...lists, ...fields, "queueText", "settingsText", ...dialogs, "help"],
      [["leave", "ctrl+c", leaveWords]],
    ),
    ...rowsIn(
      [...lists, ...fields, "queueText", "settingsText", ...dialogs, ...setup, "help"],
      [
        ["suspend", "ctrl+z", "Suspend to the shell; `fg` returns"],
        ["redraw", "ctrl+l", "Redraw the screen"],
      ],
    ),
  ],
};

import { type KeySection, rowsIn } from "../key-binding.ts";

/** The questions of the set-up. */
export const setupKeys: KeySection = {
  title: "Setup",
  bindings: [
    ...rowsIn(["setup", "setupList"], [["accept", "enter", "Next question", "next"]]),
    ...rowsIn(["setupText"], [["accept", "enter tab", "Next question", "next"]]),
    ...rowsIn(
      ["setup", "setupList"],
      [["back", "escape", "Previous question (keeps what you typed)", "back"]],
    ),
    ...rowsIn(
      ["setupText"],
      [["back", "escape shift+tab", "Previous question (keeps what you typed)", "back"]],
    ),
    ...rowsIn(
      ["setupResult"],
      [
        ["accept", "enter", "Use the highlighted choice", "choose"],
        ["up", "up k shift+tab", "Previous line"],
        ["down", "down j tab", "Next line"],
        ["back", "escape", "Previous question (keeps what you typed)", "back"],
        ["retry", "r", "Check again", "check again"],
        ["details", "d", "Show or hide error details", "details"],
        ["showOwnerNotice", "o", "Show a text for the bucket owner", "for the owner"],
      ],
    ),
  ],
};

/** Connections and their buckets. */
export const connectionsKeys: KeySection = {
  title: "Connections",
  bindings: [
    ...rowsIn(
      ["connections"],
      [
        ["open", "enter", "Use the highlighted bucket, or change the log server", "choose"],
        ["addConnection", "n", "Add a connection", "new connection"],
        ["addDestination", "b", "Add a bucket or folder", "add bucket"],
        ["remove", "f", "Remove something", "remove"],
        ["changeSecret", "s", "Change the secret access key"],
        ["changeAccessKey", "a", "Change both keys"],
        ["changeRegion", "r", "Change the region or endpoint"],
        ["changeTerms", "o", "Change what the bucket owner asks for (encryption, ACL, tags …)"],
        ["changeLog", "l", "Change the log server"],
      ],
    ),
  ],
};

/** All settings, and what can be removed. */
export const settingsKeys: KeySection = {
  title: "Settings and reset",
  bindings: [
    ...rowsIn(
      ["settings"],
      [
        ["open", "enter", "Change the highlighted setting", "change"],
        ["nextValue", "space right l", "Next value", "next value"],
        ["previousValue", "left h", "Previous value"],
      ],
    ),
    ...rowsIn(
      ["reset"],
      [
        ["open", "enter", "Remove the highlighted item (asks first)", "remove"],
        ["details", "d", "Show or hide error details"],
      ],
    ),
  ],
};

/** A text about a failure, to be sent on. */
export const ownerNoticeKeys: KeySection = {
  title: "Text for the bucket owner",
  bindings: rowsIn(
    ["ownerNotice"],
    [
      ["copy", "y", "Copy to the clipboard", "copy"],
      ["save", "s", "Save as a text file", "save"],
      ["notify", "t", "Send it to the recipient via the log server", "send"],
    ],
  ),
};

/** What lies over a screen. */
export const dialogKeys: KeySection = {
  title: "Dialogs",
  bindings: [
    ...rowsIn(
      ["confirm"],
      [
        ["accept", "enter", "Use the highlighted choice", "choose"],
        ["left", "left up shift+tab", "Previous answer"],
        ["right", "right down tab", "Next answer"],
        ["yes", "y", "Yes", "yes"],
        ["no", "n escape", "No", "no"],
      ],
    ),
    ...rowsIn(
      ["help"],
      [
        ["filter", "/", "Search the shortcuts", "search"],
        ["back", "escape ? q", "Close the help", "close"],
      ],
    ),
  ],
};

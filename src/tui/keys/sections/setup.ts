import { type KeySection, rowsIn } from "../key-binding.ts";

/** The questions of the set-up. */
export const setupKeys: KeySection = {
  title: "Set-up",
  bindings: [
    ...rowsIn(["setup", "setupList"], [["accept", "enter", "To the next question", "next"]]),
    ...rowsIn(["setupText"], [["accept", "enter tab", "To the next question", "next"]]),
    ...rowsIn(
      ["setup", "setupList"],
      [["peel", "escape", "To the question before; what you typed is kept", "back"]],
    ),
    ...rowsIn(
      ["setupText"],
      [["peel", "escape shift+tab", "To the question before; what you typed is kept", "back"]],
    ),
    ...rowsIn(
      ["setupResult"],
      [
        ["accept", "enter", "Do what is marked", "choose"],
        ["up", "up k shift+tab", "Mark the line before"],
        ["down", "down j tab", "Mark the next line"],
        ["peel", "escape", "To the question before; what you typed is kept", "back"],
        ["retry", "r", "Check again", "check again"],
        ["details", "d", "Show or hide the details of a problem", "details"],
        ["makeCard", "o", "A text for the owner of the bucket", "for the owner"],
      ],
    ),
  ],
};

/** Connections, buckets and settings. */
export const connectionsKeys: KeySection = {
  title: "Connections",
  bindings: [
    ...rowsIn(
      ["connections"],
      [
        ["open", "enter", "Send to the marked bucket, or switch the marked setting", "choose"],
        ["addConnection", "n", "Set up another connection", "new connection"],
        ["addDestination", "b", "Add a bucket, or a folder in one", "add bucket"],
        ["forget", "f", "Forget something", "forget"],
        ["changeSecret", "s", "Change the secret access key"],
        ["changeAccessKey", "a", "Change the access key and its secret"],
        ["changeRegion", "r", "Change the region or the address of the store"],
        ["changeLog", "l", "Change the log server"],
      ],
    ),
    ...rowsIn(
      ["reset"],
      [
        ["open", "enter", "Forget what is marked, after a question", "forget"],
        ["details", "d", "Show or hide the details of a problem"],
      ],
    ),
  ],
};

/** What lies over a screen. */
export const dialogKeys: KeySection = {
  title: "Questions and texts",
  bindings: [
    ...rowsIn(
      ["confirm"],
      [
        ["accept", "enter", "Do what is marked", "choose"],
        ["left", "left up shift+tab", "Mark the answer before"],
        ["right", "right down tab", "Mark the next answer"],
        ["yes", "y", "Yes", "yes"],
        ["no", "n escape", "No", "no"],
      ],
    ),
    ...rowsIn(
      ["card"],
      [
        ["copy", "y", "Copy it to your terminal's clipboard", "copy"],
        ["save", "s", "Save it as a text file", "save"],
        ["tell", "t", "Send it to the administrator through the log server", "send"],
      ],
    ),
    ...rowsIn(
      ["help"],
      [
        ["filter", "/", "Show only lines with a text in them", "search"],
        ["peel", "escape ? q", "Close the help", "close"],
      ],
    ),
  ],
};

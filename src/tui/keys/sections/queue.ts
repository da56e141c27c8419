import { type KeySection, rowsIn } from "../key-binding.ts";

/** The queue. */
export const queueKeys: KeySection = {
  title: "Queue",
  bindings: rowsIn(
    ["queue"],
    [
      ["open", "enter right l", "Show its receipt, or why it failed", "show"],
      ["retry", "r", "Try it again", "retry"],
      ["pause", "p space", "Pause it, or let it go on", "pause"],
      ["cancel", "x", "Stop sending it; nothing is deleted", "stop"],
      ["retryAll", "R", "Try all failed ones again", "retry all"],
      ["pauseAll", "P", "Pause all, or let all go on"],
      ["dismiss", "e", "Take the ended ones off the screen", "clear ended"],
      ["limit", "s", "Set or lift the speed limit"],
      ["details", "d", "Show or hide the details of a problem"],
      ["makeCard", "o", "A text for the owner of the bucket", "for the owner"],
    ],
  ),
};

/** What was sent, and its proof. */
export const historyKeys: KeySection = {
  title: "Sent",
  bindings: [
    ...rowsIn(
      ["history"],
      [
        ["open", "enter right l", "Show the receipt", "receipt"],
        ["filter", "/", "Show only names with a text in them", "filter"],
      ],
    ),
    ...rowsIn(
      ["receipt"],
      [
        ["copy", "y", "Copy it to your terminal's clipboard", "copy"],
        ["save", "s", "Save it as a text file", "save"],
        ["saveJson", "S", "Save it as a JSON file", "save JSON"],
      ],
    ),
  ],
};

/** Uploads of an earlier run. */
export const unfinishedKeys: KeySection = {
  title: "Unfinished uploads",
  bindings: rowsIn(
    ["unfinished"],
    [
      ["open", "enter", "Do what is marked", "choose"],
      ["accept", "c", "Go on with them", "continue"],
      ["later", "l", "Keep them for later", "later"],
      ["forget", "f", "Forget them; nothing is deleted", "forget"],
    ],
  ),
};

import { type KeySection, rowsIn } from "../key-binding.ts";

/** The queue. */
export const queueKeys: KeySection = {
  title: "Queue",
  bindings: rowsIn(
    ["queue"],
    [
      ["open", "enter right l", "Show the receipt or the error", "show"],
      ["retry", "r", "Retry", "retry"],
      ["pause", "p space", "Pause or resume", "pause"],
      ["cancel", "x", "Cancel the upload; your file stays", "cancel"],
      ["retryAll", "R", "Retry all failed uploads", "retry all"],
      ["pauseAll", "P", "Pause or resume all"],
      ["dismiss", "e", "Clear finished uploads", "clear"],
      ["sendFirst", "t", "Send this first"],
      ["limit", "s", "Set or remove the speed limit", "limit"],
      ["renew", "n", "Type the new keys, passphrase or log server token", "new keys"],
      ["details", "d", "Show or hide error details"],
      ["showOwnerNotice", "o", "Show a text for the bucket owner", "for the owner"],
    ],
  ),
};

/** What can be done about one failure. */
export const failureKeys: KeySection = {
  title: "When an upload has failed",
  bindings: rowsIn(
    ["failure"],
    [
      ["open", "enter", "Use the highlighted choice", "choose"],
      ["retry", "r", "Retry", "retry"],
      ["renew", "n", "Type the new keys or the passphrase"],
      ["rename", "u", "Upload under a new name"],
      ["showOwnerNotice", "o", "Show a text for the bucket owner"],
      ["redirect", "c", "Upload it, or all that failed alike, to another destination"],
      ["cancel", "x", "Cancel the upload; your file stays"],
      ["details", "d", "Show or hide error details", "details"],
    ],
  ),
};

/** Where else a failed file is to go. */
export const redirectKeys: KeySection = {
  title: "Another destination",
  bindings: rowsIn(["redirect"], [["open", "enter", "Use the highlighted line", "choose"]]),
};

/** The end of a batch. */
export const summaryKeys: KeySection = {
  title: "When all has arrived",
  bindings: rowsIn(
    ["summary"],
    [
      ["open", "enter", "Use the highlighted choice", "choose"],
      ["save", "s", "Save one receipt for all", "save the receipt"],
      ["renew", "n", "Type the new log server token"],
      ["more", "f", "Upload more files", "more files"],
    ],
  ),
};

/** What was sent. */
export const historyKeys: KeySection = {
  title: "History",
  bindings: rowsIn(
    ["history"],
    [
      ["open", "enter right l", "Show what was sent together, or the receipt", "show"],
      ["filter", "/", "Filter by name", "filter"],
      ["filterState", "f", "Show failed, delivered or left out only", "state"],
      ["save", "s", "Save one receipt for all sent together", "receipt"],
      ["again", "u", "Upload again; only what failed, where something has", "again"],
      ["filterDays", "t", "Show today, 7 days, 30 days or everything"],
      ["saveJson", "S", "Save it as a JSON file"],
      ["saveCsv", "C", "Save it as a table (CSV)"],
    ],
  ),
};

/** The proof of one delivery. */
export const receiptKeys: KeySection = {
  title: "Receipt",
  bindings: rowsIn(
    ["receipt"],
    [
      ["copy", "y", "Copy to the clipboard", "copy"],
      ["save", "s", "Save as a text file", "save"],
      ["saveJson", "S", "Save as a JSON file", "save JSON"],
    ],
  ),
};

/** Uploads of an earlier run. */
export const unfinishedKeys: KeySection = {
  title: "Unfinished uploads",
  bindings: rowsIn(
    ["unfinished"],
    [
      ["open", "enter", "Use the highlighted choice", "choose"],
      ["accept", "c", "Resume them", "resume"],
      ["later", "l", "Keep them for later", "later"],
      ["remove", "f", "Cancel them; your files stay", "cancel"],
    ],
  ),
};

import { type KeySection, rowsIn } from "../key-binding.ts";

/** The browser. */
export const filesKeys: KeySection = {
  title: "Files",
  bindings: rowsIn(
    ["browser"],
    [
      ["select", "space", "Select and move down", "select"],
      ["open", "enter right l", "Open the folder", "open"],
      ["upload", "u", "Review and upload the selection, or the highlighted file", "upload"],
      ["filter", "/", "Filter by name; a second / makes it a path to go to", "filter"],
      ["goTo", ":", "Go to a folder or file; a pasted path does the same"],
      ["goHome", "~", "Go to a folder below your home folder"],
      ["recent", "'", "Recent folders"],
      ["find", "F", "Find a name in this folder and below"],
      ["parent", "backspace left h", "Parent folder"],
      ["selectAll", "a", "Select all that is shown"],
      ["invert", "i", "Invert the selection of what is shown"],
      ["hidden", ".", "Show or hide hidden files"],
      ["sort", "o", "Sort by name, size or time"],
      ["sortReverse", "O", "Reverse the sort order"],
      ["measure", "s", "Size of the highlighted folder"],
      ["reload", "r", "Reload the folder"],
      ["compare", "=", "Compare the file with what was delivered, by SHA-256"],
      ["compareAll", "*", "Compare all files that are shown"],
      ["details", "d", "Show or hide error details"],
    ],
  ),
};

const answers = [
  ["answerSkip", "s", "Skip: keep the file in the bucket", "skip"],
  ["answerRename", "n", "Upload yours under a new name", "rename"],
  ["answerReplace", "p", "Replace the file in the bucket", "replace"],
  ["answerForAll", "a", "Use the same answer for the rest", "for all"],
] as const;

/** The review before sending, and the question about what is already in the bucket. */
export const reviewKeys: KeySection = {
  title: "Review",
  bindings: [
    ...rowsIn(
      ["review"],
      [
        ["start", "enter", "Upload", "upload"],
        ["leaveOut", "space", "Leave the highlighted file out, or take it in", "leave out"],
        ["details", "d", "Show or hide error details", "details"],
        ["compare", "=", "Compare the file with what was delivered, by SHA-256", "compare"],
        ["compareAll", "*", "Compare all files of the review"],
      ],
    ),
    ...rowsIn(["review", "conflict"], answers),
    ...rowsIn(["conflict"], [["accept", "enter", "Use the highlighted answer", "choose"]]),
  ],
};

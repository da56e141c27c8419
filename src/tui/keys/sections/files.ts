import { type KeySection, rowsIn } from "../key-binding.ts";

/** The browser. */
export const filesKeys: KeySection = {
  title: "Files",
  bindings: rowsIn(
    ["browser"],
    [
      ["select", "space", "Select and move down", "select"],
      ["open", "enter right l", "Open the folder", "open"],
      ["upload", "u", "Review and upload the selection", "upload"],
      ["filter", "/", "Filter by name", "filter"],
      ["parent", "backspace left h", "Parent folder"],
      ["selectAll", "a", "Select everything shown"],
      ["invert", "i", "Invert the selection"],
      ["hidden", ".", "Show or hide hidden files"],
      ["sort", "o", "Sort by name, size or time"],
      ["sortReverse", "O", "Reverse the sort order"],
      ["reload", "r", "Reload the folder"],
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
        ["details", "d", "Show or hide error details", "details"],
      ],
    ),
    ...rowsIn(["review", "conflict"], answers),
    ...rowsIn(["conflict"], [["accept", "enter", "Use the highlighted answer", "choose"]]),
  ],
};

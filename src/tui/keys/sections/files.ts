import { type KeySection, rowsIn } from "../key-binding.ts";

/** The browser. */
export const filesKeys: KeySection = {
  title: "Files",
  bindings: rowsIn(
    ["browser"],
    [
      ["tick", "space", "Choose it, and move down", "choose"],
      ["open", "enter right l", "Open the folder", "open"],
      ["upload", "u", "Review what is chosen, and send it", "upload"],
      ["filter", "/", "Show only names with a text in them", "filter"],
      ["parent", "backspace left h", "To the folder above"],
      ["tickAll", "a", "Choose all that is shown"],
      ["invert", "i", "Choose what is not chosen, and the reverse"],
      ["hidden", ".", "Show or hide names that begin with a dot"],
      ["sort", "o", "Sort by name, size or time"],
      ["sortReverse", "O", "Sort the other way round"],
      ["reload", "r", "Read the folder again"],
      ["details", "d", "Show or hide the details of a problem"],
    ],
  ),
};

const answers = [
  ["chooseSkip", "s", "Keep what is in the bucket, and leave ours out", "skip"],
  ["chooseRename", "n", "Send ours under a new name", "rename"],
  ["chooseReplace", "p", "Replace what is in the bucket", "replace"],
  ["answerForAll", "a", "The same answer for all that are left", "for all"],
] as const;

/** The review before sending, and the question about what is already in the bucket. */
export const reviewKeys: KeySection = {
  title: "Review",
  bindings: [
    ...rowsIn(
      ["review"],
      [
        ["start", "enter", "Send them", "send"],
        ["details", "d", "Show or hide the details of a problem", "details"],
      ],
    ),
    ...rowsIn(["review", "conflict"], answers),
    ...rowsIn(["conflict"], [["accept", "enter", "Take the marked answer", "choose"]]),
  ],
};

import { makeSegmenterLate } from "../scripts/patching/late-segmenter.ts";
import { replaceEach, type PackagePatch } from "../scripts/patching/package-patch.ts";
import { notNarrow } from "../src/domain/narrow.ts";

export const stringWidthPatch: PackagePatch = {
  package: "string-width",
  file: "index.js",
  upstream: "https://github.com/sindresorhus/string-width/issues",
  reason:
    "A text with one sign that is not ASCII, as nearly every line of ours has one, is taken apart by an Intl.Segmenter, " +
    "which takes 9 to 12 ms to make, and each of its characters is asked several expressions. Here a text of letters that " +
    "are one column each is as wide as it is long.",
  deleteWhen:
    "string-width measures such texts without a segmenter, and makes it when it is first needed.",
  mend: (text) =>
    replaceEach(makeSegmenterLate(text, { name: "segmenter", options: "" }), [
      [
        "function unicodeWidth(string, ambiguousIsNarrow) {\n",
        `const notNarrow = ${String(notNarrow)};

function unicodeWidth(string, ambiguousIsNarrow) {
	if (ambiguousIsNarrow && !notNarrow.test(string)) {
		return string.length;
	}

`,
      ],
    ]),
};

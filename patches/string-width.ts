import { replaceEach, type PackagePatch } from "../scripts/patching/package-patch.ts";
import { notNarrow } from "../src/domain/narrow.ts";

export const stringWidthPatch: PackagePatch = {
  package: "string-width",
  file: "index.js",
  upstream: "https://github.com/sindresorhus/string-width/issues",
  reason:
    "Loading the package makes an Intl.Segmenter and reads an expression of all emoji sequences, which takes 10 to 20 ms of " +
    "the first frame; and a text with one sign that is not ASCII, as nearly every line of ours has one, is taken apart by " +
    "both. Here a text of letters that are one column each is as wide as it is long, and the first other one makes the rest.",
  deleteWhen:
    "string-width measures such texts without segmenter and emoji, and makes those when they are first needed.",
  mend: (text) =>
    replaceEach(text, [
      ["const segmenter = new Intl.Segmenter();\n", ""],
      [
        "const nonAsciiOrControlRegex = /[^\\u{20}-\\u{7E}]/v;\n",
        `const nonAsciiOrControlRegex = /[^\\u{20}-\\u{7E}]/v;
const notNarrow = ${String(notNarrow)};

let unicodeWidthOf;
const makeUnicodeWidth = () => {
const segmenter = new Intl.Segmenter();
`,
      ],
      [
        "export default function stringWidth(",
        `return unicodeWidth;
};

export default function stringWidth(`,
      ],
      [
        "return nonAsciiOrControlRegex.test(string) ? unicodeWidth(string, ambiguousIsNarrow) : string.length;",
        `const asLong = ambiguousIsNarrow ? notNarrow : nonAsciiOrControlRegex;
	if (!asLong.test(string)) {
		return string.length;
	}

	unicodeWidthOf ??= makeUnicodeWidth();
	return unicodeWidthOf(string, ambiguousIsNarrow);`,
      ],
    ]),
};

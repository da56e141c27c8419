import { notNarrow } from "../../src/domain/narrow.ts";
import { replaceEach, type PackagePatch } from "./package-patch.ts";

/** The line that makes a package's segmenter when it is loaded, in three parts. */
interface MadeAtOnce {
  readonly name: string;
  readonly options: string;
}

/** What may join with a neighbour. Escape, which begins our colours, joins with nothing (UAX 29, rules GB4 and GB5). */
const mayJoin = String(notNarrow).replace("[^", "[^\\u001B");

/** Has a package make its `Intl.Segmenter` with the first text that needs one: of other letters, each stands alone. */
export const lateSegmenter = (
  where: Pick<PackagePatch, "package" | "file" | "upstream">,
  { name, options }: MadeAtOnce,
): PackagePatch => {
  const made = `new Intl.Segmenter(${options})`;
  return {
    ...where,
    reason:
      "The package makes an Intl.Segmenter when it is loaded, for which V8 loads tables of ICU: 9 to 12 ms before the first " +
      "frame, and most screens have no text that needs one: ours are of letters that join with nothing.",
    deleteWhen:
      "The package makes its segmenter with the first text that is not ASCII, and not for our signs.",
    mend: (text) =>
      replaceEach(text, [
        [
          `const ${name} = ${made};`,
          `let made;
const mayJoin = ${mayJoin};
const unitsOf = text => {
	const units = Array.from(text, (segment, index) => ({segment, index, input: text}));
	return Object.assign(units, {containing: (index = 0) => units[index]});
};
const ${name} = {segment: text => (mayJoin.test(text) ? (made ??= ${made}).segment(text) : unitsOf(text))};`,
        ],
      ]),
  };
};

import { replaceEach, type PackagePatch } from "./package-patch.ts";

/** The line that makes a package's segmenter when it is loaded, in three parts. */
interface MadeAtOnce {
  readonly name: string;
  readonly options: string;
}

/**
 * Has a package make its `Intl.Segmenter` with the first text that needs one: V8 loads the tables of ICU for it, 9 to 12 ms
 * before the first frame, and most screens have no such text.
 */
export const makeSegmenterLate = (text: string, { name, options }: MadeAtOnce): string => {
  const made = `new Intl.Segmenter(${options})`;
  return replaceEach(text, [
    [
      `const ${name} = ${made};`,
      `let made;\nconst ${name} = {segment: text => (made ??= ${made}).segment(text)};`,
    ],
  ]);
};

export const lateSegmenter = (
  where: Pick<PackagePatch, "package" | "file" | "upstream">,
  segmenter: MadeAtOnce,
): PackagePatch => ({
  ...where,
  reason:
    "The package makes an Intl.Segmenter when it is loaded, for which V8 loads tables of ICU: 9 to 12 ms before the first " +
    "frame. Here the first text that needs it makes it.",
  deleteWhen: "The package makes its segmenter when it is first needed.",
  mend: (text) => makeSegmenterLate(text, segmenter),
});

import { replaceEach, type PackagePatch } from "./package-patch.ts";

/** The line that makes a package's segmenter when it is loaded, in three parts. */
interface MadeAtOnce {
  readonly name: string;
  readonly options: string;
}

/** Has a package make its `Intl.Segmenter` with the first text that needs one. */
export const lateSegmenter = (
  where: Pick<PackagePatch, "package" | "file" | "upstream">,
  { name, options }: MadeAtOnce,
): PackagePatch => {
  const made = `new Intl.Segmenter(${options})`;
  return {
    ...where,
    reason:
      "The package makes an Intl.Segmenter when it is loaded, for which V8 loads tables of ICU: 9 to 12 ms before the first " +
      "frame, and most screens have no text that needs one.",
    deleteWhen: "The package makes its segmenter when it is first needed.",
    mend: (text) =>
      replaceEach(text, [
        [
          `const ${name} = ${made};`,
          `let made;\nconst ${name} = {segment: text => (made ??= ${made}).segment(text)};`,
        ],
      ]),
  };
};

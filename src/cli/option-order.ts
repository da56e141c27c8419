import { argumentWords } from "../words/commands/arguments.ts";

const separator = "--";

/** A word as `parseArgs` has understood it. */
interface Token {
  readonly kind: "option" | "positional" | "option-terminator";
  readonly index: number;
}

/** True for a name in the current folder. */
export type IsFileName = (word: string) => boolean;

/** Who has named a file called `--` apart from the separator means the separator. */
const isFileNamed = (word: string): boolean => word === separator || word === `./${separator}`;

/** `upload *` in a folder with a file `--` would send all but that one, and say nothing of it. */
const isSeparatorInDoubt = (
  words: readonly string[],
  tokens: readonly Token[],
  isFileName: IsFileName,
): boolean => {
  const end = tokens.find(({ kind }) => kind === "option-terminator");
  if (end === undefined) return false;
  const paths = words.slice(end.index + 1);
  // Names that come from `*` have no folder before them.
  const isTyped = paths.length > 0 && paths.every((word) => word.includes("/"));
  return !isTyped && !paths.some(isFileNamed) && isFileName(separator);
};

/**
 * What is wrong with where options stand. They end at the first path: POSIX "Utility Syntax Guidelines", 9. `upload *`
 * hands over each name in a folder, and one that others have given a file there must never be an option: not behind a
 * path, and not before one unless `--` tells them apart.
 */
export const optionOrderProblem = (
  words: readonly string[],
  tokens: readonly Token[],
  isFileName: IsFileName,
): string | null => {
  if (isSeparatorInDoubt(words, tokens, isFileName)) return argumentWords.separatorIsFile;
  const end = tokens.find(({ kind }) => kind === "option-terminator")?.index ?? words.length;
  const path = tokens.find(({ kind }) => kind === "positional")?.index ?? words.length;
  for (const { kind, index } of tokens) {
    const word = words[index];
    if (kind !== "option" || word === undefined) continue;
    if (index > path) return argumentWords.behindPath(word);
    if (end === words.length && isFileName(word)) return argumentWords.isFileToo(word);
  }
  return null;
};

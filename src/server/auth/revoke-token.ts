import { fail, ok, type Result } from "../../domain/result.ts";
import { nearestWords } from "../../domain/nearest-words.ts";
import { nextSteps, withNext } from "../words/next-steps.ts";
import { tokenWords } from "../words/token-words.ts";
import { changeTokenFile, type TokenFileContent } from "./change-token-file.ts";
import { parseTokenLine } from "./token-file.ts";

/** The file without the lines of a token; all others, comments too, are as they were. */
const withoutToken = ({ text }: TokenFileContent, name: string): string => {
  const lines = text.split("\n");
  const left = lines.filter((line, index) => {
    const parsed = parseTokenLine(line, index + 1);
    return !parsed.ok || parsed.value?.name !== name;
  });
  const next = left.join("\n");
  // An empty file is what an interrupted write leaves, and the server does not take it.
  return next.trim() === "" ? `${tokenWords.nobody}\n` : next;
};

/**
 * Removes the token of `name` from the file; a running server stops taking it when it has read the file again. Fails
 * with a sentence that names the nearest ones when there is none of that name.
 */
export const revokeToken = async (file: string, name: string): Promise<Result<null, string>> =>
  changeTokenFile(file, async (content) => {
    const names = content.entries.map((entry) => entry.name);
    if (names.includes(name)) return ok({ text: withoutToken(content, name), value: null });
    const unknown = tokenWords.unknown(name, nearestWords(name, names));
    return fail(withNext(unknown, nextSteps.names(names, file)));
  });

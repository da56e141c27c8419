import { randomBytes } from "node:crypto";
import { fail, ok, type Result } from "../../domain/result.ts";
import { nextSteps, withNext } from "../words/next-steps.ts";
import { tokenWords } from "../words/token-words.ts";
import { changeTokenFile, type TokenFileContent } from "./change-token-file.ts";
import { hashToken } from "./token-file.ts";
import { tokenNameProblem } from "./token-name.ts";

/** A token that was made, and whose it is. */
export interface NewToken {
  readonly name: string;
  readonly token: string;
}

/** Done with the tokens before they count; gives what takes it back. */
export type PublishTokens = (
  tokens: readonly NewToken[],
) => Promise<Result<() => Promise<void>, string>>;

const publishNothing: PublishTokens = async () => ok(async () => undefined);

const makeToken = (name: string): NewToken => ({
  name,
  token: randomBytes(32).toString("base64url"),
});

const withTokens = ({ text }: TokenFileContent, tokens: readonly NewToken[]): string => {
  const gap = text === "" || text.endsWith("\n") ? "" : "\n";
  const lines = tokens.map(
    ({ name, token }) => `${name}:sha256:${hashToken(token).toString("hex")}\n`,
  );
  return `${text}${gap}${lines.join("")}`;
};

/**
 * Makes a 256-bit token for each name, and adds their hashes to the file (made when absent), all or none; `publish` has
 * them before. The tokens are kept nowhere. Several at once wait for each other. Fails with a sentence when a name is
 * taken or unusable, the file is broken, its owner cannot be kept, or `publish` fails.
 */
export const addTokens = async (
  file: string,
  names: readonly string[],
  publish: PublishTokens = publishNothing,
): Promise<Result<readonly NewToken[], string>> => {
  for (const name of names) {
    const problem = tokenNameProblem(name);
    if (problem !== null) return fail(problem);
  }
  return changeTokenFile(file, async (content) => {
    const taken = content.entries.find(({ name }) => names.includes(name));
    if (taken !== undefined) {
      const next = nextSteps.replaceToken(taken.name, file);
      return fail(withNext(tokenWords.taken(taken.name), ...next));
    }
    const tokens = names.map(makeToken);
    const published = await publish(tokens);
    if (!published.ok) return published;
    return ok({ text: withTokens(content, tokens), value: tokens, undo: published.value });
  });
};

/** Makes one token for `name`, as `addTokens` does, and gives it. */
export const addToken = async (file: string, name: string): Promise<Result<string, string>> => {
  const added = await addTokens(file, [name]);
  return added.ok ? ok(added.value[0]?.token ?? "") : added;
};

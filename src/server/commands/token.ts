import { addToken } from "../auth/add-token.ts";
import { readTokenFile } from "../auth/reloadable-tokens.ts";
import { revokeToken } from "../auth/revoke-token.ts";
import { exitCodes } from "../exit-codes.ts";
import { commandWords } from "../words/command-words.ts";
import { print } from "./print.ts";
import { tokenWords } from "../words/token-words.ts";

const say = (words: string) => process.stderr.write(`${words}\n`);

const sayUnreadable = (file: string, why: string): number => {
  say(commandWords.failed(`${commandWords.tokensFile(file)}: ${why}`));
  return exitCodes.notSetUp;
};

/** `token add NAME`: the token on standard output, once; words about it on standard error. Gives the exit code. */
export const tokenAdd = async (file: string, name: string): Promise<number> => {
  const token = await addToken(file, name);
  if (!token.ok) {
    say(commandWords.failed(token.error));
    return exitCodes.notSetUp;
  }
  say(tokenWords.added(name));
  const printed = await print(`${token.value}\n`);
  if (printed.ok) return exitCodes.done;
  // Nobody has it, and the file has only its hash.
  await revokeToken(file, name);
  say(commandWords.failed(tokenWords.takenBack(name, printed.error)));
  return exitCodes.notSetUp;
};

/** `token list`: each name and the form of its token, one a line. Gives the exit code. */
export const tokenList = async (file: string): Promise<number> => {
  const read = await readTokenFile(file);
  if (!read.ok) return sayUnreadable(file, read.error);
  for (const { name, form } of read.value.entries)
    process.stdout.write(`${tokenWords.listed(name, form)}\n`);
  for (const warning of read.value.warnings) say(`warning: ${warning}`);
  return exitCodes.done;
};

/** `token revoke NAME`. Gives the exit code. */
export const tokenRevoke = async (file: string, name: string): Promise<number> => {
  const read = await readTokenFile(file);
  if (!read.ok) return sayUnreadable(file, read.error);
  const revoked = await revokeToken(file, name);
  say(revoked.ok ? tokenWords.revoked(name) : commandWords.failed(revoked.error));
  return revoked.ok ? exitCodes.done : exitCodes.notSetUp;
};

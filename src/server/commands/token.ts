import { addToken } from "../auth/add-token.ts";
import { readTokenFile } from "../auth/reloadable-tokens.ts";
import { exitCodes } from "../exit-codes.ts";
import { commandWords } from "../words/command-words.ts";

const say = (words: string) => process.stderr.write(`${words}\n`);

/** `token add NAME`: the token on standard output, once; words about it on standard error. Gives the exit code. */
export const tokenAdd = async (file: string, name: string): Promise<number> => {
  const token = await addToken(file, name);
  if (!token.ok) {
    say(commandWords.failed(token.error));
    return exitCodes.notSetUp;
  }
  say(`Token for ${name}. It is shown only once; the file stores its SHA-256:`);
  process.stdout.write(`${token.value}\n`);
  return exitCodes.done;
};

/** `token list`: the names, one a line. Gives the exit code. */
export const tokenList = async (file: string): Promise<number> => {
  const read = await readTokenFile(file);
  if (!read.ok) {
    say(commandWords.failed(`${commandWords.tokensFile(file)}: ${read.error}`));
    return exitCodes.notSetUp;
  }
  for (const { name } of read.value.entries) process.stdout.write(`${name}\n`);
  for (const warning of read.value.warnings) say(`warning: ${warning}`);
  return exitCodes.done;
};

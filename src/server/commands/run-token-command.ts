import type { CommandLine, CommandName } from "../command-line.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Environment } from "../secret-settings.ts";
import { commandWords } from "../words/command-words.ts";
import { tokenWords } from "../words/token-words.ts";
import { usageWords } from "../words/usage-words.ts";
import { invite, optionText } from "./invite.ts";
import { inviteMany } from "./invite-many.ts";
import { tokenAdd, tokenList, tokenRevoke } from "./token.ts";

type TokenCommand = Extract<CommandName, `token ${string}`>;

const failed = (words: string, code: number): number => {
  process.stderr.write(`${commandWords.failed(words)}\n`);
  return code;
};

const add = async (
  tokensFile: string,
  { name, options }: CommandLine,
  env: Environment,
): Promise<number> => {
  const from = optionText(options, "from");
  if (from !== null && name === null) return inviteMany(tokensFile, from, options, env);
  if (name === null) return failed(usageWords.needsName("token add"), exitCodes.usage);
  if (from !== null) return failed(usageWords.notBoth("--from", "NAME"), exitCodes.usage);
  if (options["invite"] === true) return invite(tokensFile, name, options, env);
  const ofInvites = ["bucket", "region", "endpoint", "access-key", "log-url", "label", "out"];
  const stray = ofInvites.find((option) => options[option] !== undefined);
  return stray === undefined
    ? tokenAdd(tokensFile, name)
    : failed(usageWords.needsInvite(`--${stray}`), exitCodes.usage);
};

const run = async (
  tokensFile: string,
  line: CommandLine & { readonly command: TokenCommand },
  env: Environment,
): Promise<number> => {
  const { command, name } = line;
  if (command === "token add") return add(tokensFile, line, env);
  if (command === "token list") return tokenList(tokensFile);
  return name === null
    ? failed(usageWords.needsName(command), exitCodes.usage)
    : tokenRevoke(tokensFile, name);
};

/** The commands on the tokens file. Gives the exit code. */
export const runTokenCommand = async (
  line: CommandLine & { readonly command: TokenCommand },
  env: Environment,
): Promise<number> => {
  const tokensFile = optionText(line.options, "tokens");
  if (tokensFile === null) return failed(commandWords.tokensRequired, exitCodes.usage);
  try {
    return await run(tokensFile, line, env);
  } catch (error) {
    // What the disk refuses is the administrator's to mend, and no bug.
    if (!(error instanceof Error && "syscall" in error && "code" in error)) throw error;
    const file = "path" in error ? String(error.path) : tokensFile;
    return failed(tokenWords.cannotWrite(file, String(error.code)), exitCodes.notSetUp);
  }
};

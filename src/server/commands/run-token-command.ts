import type { CommandLine, CommandName } from "../command-line.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Environment } from "../secret-settings.ts";
import { commandWords } from "../words/command-words.ts";
import { nextSteps, withNext } from "../words/next-steps.ts";
import { tokenWords } from "../words/token-words.ts";
import { usageWords } from "../words/usage-words.ts";
import { invite, optionText } from "./invite.ts";
import { inviteMany } from "./invite-many.ts";
import { sayUsage } from "./say-usage.ts";
import { tokenAdd, tokenList, tokenRevoke } from "./token.ts";

type TokenCommand = Extract<CommandName, `token ${string}`>;

const sayNoName = (command: TokenCommand): number =>
  sayUsage(withNext(usageWords.needsName(command), nextSteps.commandForm(command)), command);

const add = async (
  tokensFile: string,
  { name, options }: CommandLine,
  env: Environment,
): Promise<number> => {
  const from = optionText(options, "from");
  if (from !== null && name === null) return inviteMany(tokensFile, from, options, env);
  if (name === null) return sayNoName("token add");
  if (from !== null) return sayUsage(usageWords.notBoth("--from", "NAME"), "token add");
  if (options["invite"] === true) return invite(tokensFile, name, options, env);
  const ofInvites = ["bucket", "region", "endpoint", "access-key", "log-url", "label", "out"];
  const stray = ofInvites.find((option) => options[option] !== undefined);
  return stray === undefined
    ? tokenAdd(tokensFile, name)
    : sayUsage(usageWords.needsInvite(`--${stray}`), "token add");
};

const run = async (
  tokensFile: string,
  line: CommandLine & { readonly command: TokenCommand },
  env: Environment,
): Promise<number> => {
  const { command, name } = line;
  if (command === "token add") return add(tokensFile, line, env);
  if (command === "token list") return tokenList(tokensFile);
  return name === null ? sayNoName(command) : tokenRevoke(tokensFile, name);
};

/** The commands on the tokens file. Gives the exit code. */
export const runTokenCommand = async (
  line: CommandLine & { readonly command: TokenCommand },
  env: Environment,
): Promise<number> => {
  const tokensFile = optionText(line.options, "tokens");
  if (tokensFile === null) return sayUsage(commandWords.tokensRequired, line.command);
  try {
    return await run(tokensFile, line, env);
  } catch (error) {
    // What the disk refuses is the administrator's to mend, and no bug.
    if (!(error instanceof Error && "syscall" in error && "code" in error)) throw error;
    const file = "path" in error ? String(error.path) : tokensFile;
    const code = String(error.code);
    const words = withNext(
      tokenWords.cannotWrite(file, code),
      ...nextSteps.afterSystemError(code, file),
    );
    process.stderr.write(`${commandWords.failed(words)}\n`);
    return exitCodes.notSetUp;
  }
};

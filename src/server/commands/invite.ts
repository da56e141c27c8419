import { parseSecretAccessKey } from "../../domain/connection.ts";
import { textOf } from "../../domain/non-empty.ts";
import { addTokens } from "../auth/add-token.ts";
import { revokeToken } from "../auth/revoke-token.ts";
import { print } from "./print.ts";
import { readTokenFile } from "../auth/reloadable-tokens.ts";
import { tokenNameProblem } from "../auth/token-name.ts";
import { optionDefaults, type Options } from "../config.ts";
import { exitCodes } from "../exit-codes.ts";
import { inviteBlock, invitePolicy, parseInvite, type FieldNames } from "../invite/invite.ts";
import { inviteWarnings } from "../invite/invite-warnings.ts";
import { publicUrl } from "../invite/public-url.ts";
import type { Environment } from "../secret-settings.ts";
import { commandWords } from "../words/command-words.ts";
import { inviteWords } from "../words/invite-words.ts";
import { nextSteps, withNext } from "../words/next-steps.ts";
import { tokenWords } from "../words/token-words.ts";
import { askSecret } from "./ask-secret.ts";

const say = (words: string) => process.stderr.write(`${words}\n`);
const sayProblem = (words: string) => say(commandWords.failed(words));

const fieldNames: FieldNames = {
  bucket: "--bucket",
  region: "--region",
  accessKeyId: "--access-key",
  endpoint: "--endpoint",
  logUrl: "--log-url",
  label: "--label",
};

/** The value of an option; null where it was not given, or as an empty text. */
export const optionText = (options: Options, name: string): string | null => textOf(options[name]);

/** The address for the invites of a command line. */
export const inviteLogUrl = (options: Options, env: Environment): string | null =>
  publicUrl({
    given: optionText(options, "log-url"),
    certificateFile: optionText(options, "tls-cert"),
    port: optionText(options, "port") ?? optionDefaults.port,
    env,
  });

/** True where a token of this name is there already: nobody is asked for a secret in vain. */
const isTaken = async (file: string, name: string): Promise<boolean> => {
  const read = await readTokenFile(file);
  return read.ok && read.value.entries.some((entry) => entry.name === name);
};

/**
 * `token add NAME --invite …`: the block for the sender on standard output, once; what goes with it on standard error.
 * The secret access key is asked on the terminal or read from standard input. Gives the exit code.
 */
export const invite = async (
  tokensFile: string,
  name: string,
  options: Options,
  env: Environment,
): Promise<number> => {
  const needed = ["bucket", "region", "access-key"] as const;
  const [bucket, region, accessKeyId] = needed.map((option) => optionText(options, option));
  const logUrl = inviteLogUrl(options, env);
  const missing = needed.filter((option) => optionText(options, option) === null);
  const badName = tokenNameProblem(name);
  const problems = [
    ...(badName === null ? [] : [badName]),
    ...missing.map((option) => inviteWords.needs(`--${option}`)),
    ...(logUrl === null ? [inviteWords.needsLogUrl] : []),
  ];
  if (!bucket || !region || !accessKeyId || logUrl === null || problems.length > 0) {
    problems.forEach(sayProblem);
    return exitCodes.usage;
  }
  if (await isTaken(tokensFile, name)) {
    sayProblem(withNext(tokenWords.taken(name), ...nextSteps.replaceToken(name, tokensFile)));
    return exitCodes.notSetUp;
  }
  const endpoint = optionText(options, "endpoint");
  const label = optionText(options, "label");
  const fields = { bucket, region, accessKeyId, endpoint, logUrl, label };
  const parsed = parseInvite(fields, fieldNames);
  if (!parsed.ok) {
    parsed.error.forEach(sayProblem);
    return exitCodes.usage;
  }
  const typed = await askSecret(inviteWords.askSecret(parsed.value.accessKeyId));
  const secret = parseSecretAccessKey(typed);
  if (!secret.ok) {
    sayProblem(
      typed === ""
        ? inviteWords.noSecret
        : inviteWords.badField(inviteWords.secretName, secret.error.problem),
    );
    return exitCodes.usage;
  }
  const added = await addTokens(tokensFile, [name]);
  if (!added.ok) {
    sayProblem(added.error);
    return exitCodes.notSetUp;
  }
  for (const words of inviteWarnings(parsed.value, secret.value)) say(inviteWords.warning(words));
  say(`${inviteWords.block(name)}\n`);
  for (const { token } of added.value) {
    const block = inviteBlock(parsed.value, { secretAccessKey: secret.value, token });
    const printed = await print(block);
    if (printed.ok) continue;
    await revokeToken(tokensFile, name);
    sayProblem(tokenWords.takenBack(name, printed.error));
    return exitCodes.notSetUp;
  }
  say(`\n${inviteWords.policy}\n${invitePolicy(parsed.value).trimEnd()}`);
  return exitCodes.done;
};

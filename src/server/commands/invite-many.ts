import { readFile, stat } from "node:fs/promises";
import { addTokens } from "../auth/add-token.ts";
import { readTokenFile } from "../auth/reloadable-tokens.ts";
import type { Options } from "../config.ts";
import { exitCodes } from "../exit-codes.ts";
import { invitePolicy } from "../invite/invite.ts";
import { inviteWarnings } from "../invite/invite-warnings.ts";
import { readSenders, type Sender } from "../invite/read-senders.ts";
import { inviteFile, takenFiles, writeInvites } from "../invite/write-invites.ts";
import { openSecretWarnings, type Environment } from "../secret-settings.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { commandWords } from "../words/command-words.ts";
import { inviteWords } from "../words/invite-words.ts";
import { nextSteps, withNext } from "../words/next-steps.ts";
import { tokenWords } from "../words/token-words.ts";
import { inviteLogUrl, optionText } from "./invite.ts";

const say = (words: string) => process.stderr.write(`${words}\n`);
const sayProblem = (words: string) => say(commandWords.failed(words));

/** Some thousand rows need a tenth of it. */
const maxFileBytes = 16 * 1024 ** 2;

const whyUnreadable = (code: string, file: string): string =>
  code === "ENOENT"
    ? tokenWords.absent
    : withNext(inviteWords.unreadable(code), ...nextSteps.afterSystemError(code, file));

const readText = async (file: string): Promise<Result<string, string>> => {
  try {
    if ((await stat(file)).size > maxFileBytes) return fail(inviteWords.tooLarge);
    return ok(new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file)));
  } catch (error) {
    if (
      error instanceof TypeError &&
      "code" in error &&
      error.code === "ERR_ENCODING_INVALID_ENCODED_DATA"
    )
      return fail(inviteWords.notText);
    if (error instanceof Error && "code" in error)
      return fail(whyUnreadable(String(error.code), file));
    throw error;
  }
};

/** What stands in the way of invites that are right by themselves: a name or a file that is there already. */
const clashes = async (
  tokensFile: string,
  folder: string,
  senders: readonly Sender[],
): Promise<readonly string[]> => {
  const read = await readTokenFile(tokensFile);
  const names = new Set(read.ok ? read.value.entries.map(({ name }) => name) : []);
  const taken = senders.filter(({ name }) => names.has(name));
  const files = await takenFiles(folder, senders);
  return [
    ...taken.map(({ name }) => tokenWords.taken(name)),
    ...(taken.length > 0 ? [nextSteps.replaceTokens] : []),
    ...files.map((file) => inviteWords.exists(file)),
  ];
};

/** Each policy once, with the names of those it is for. */
const sayPolicies = (senders: readonly Sender[]): void => {
  const names = new Map<string, string[]>();
  for (const { name, invite } of senders) {
    const policy = invitePolicy(invite).trimEnd();
    names.set(policy, [...(names.get(policy) ?? []), name]);
  }
  for (const [policy, of] of names) say(`\n${inviteWords.policyFor(of)}\n${policy}`);
};

const refuse = (problems: readonly string[], code: number): number => {
  problems.forEach(sayProblem);
  sayProblem(inviteWords.nothingWritten);
  return code;
};

/**
 * `token add --from FILE --out DIR`: an invite for each row, in a file of its own; their names on standard output. All
 * or none: whatever is wrong is named before anything is written. Gives the exit code.
 */
export const inviteMany = async (
  tokensFile: string,
  file: string,
  options: Options,
  env: Environment,
): Promise<number> => {
  const folder = optionText(options, "out");
  const logUrl = inviteLogUrl(options, env);
  const isMixed = ["bucket", "region", "endpoint", "access-key"].some((name) => options[name]);
  const wrong = [
    ...(isMixed ? [inviteWords.onlyOne] : []),
    ...(folder === null ? [inviteWords.needsOut] : []),
    ...(logUrl === null ? [inviteWords.needsLogUrl] : []),
  ];
  if (folder === null || logUrl === null || wrong.length > 0) {
    wrong.forEach(sayProblem);
    return exitCodes.usage;
  }
  const text = await readText(file);
  if (!text.ok) return refuse([inviteWords.inFile(file, text.error)], exitCodes.usage);
  const senders = readSenders(text.value, { logUrl, label: optionText(options, "label") });
  if (!senders.ok)
    return refuse(
      senders.error.map((problem) => inviteWords.inFile(file, problem)),
      exitCodes.usage,
    );
  const inTheWay = await clashes(tokensFile, folder, senders.value);
  if (inTheWay.length > 0) return refuse(inTheWay, exitCodes.notSetUp);
  const names = senders.value.map(({ name }) => name);
  const added = await addTokens(tokensFile, names, (tokens) =>
    writeInvites(folder, senders.value, tokens),
  );
  if (!added.ok) return refuse([added.error], exitCodes.notSetUp);
  for (const name of names) process.stdout.write(`${inviteFile(folder, name)}\n`);
  say(inviteWords.written(names.length, folder));
  for (const { name, invite, secretAccessKey } of senders.value)
    for (const words of inviteWarnings(invite, secretAccessKey))
      say(inviteWords.warning(inviteWords.ofSender(name, words)));
  for (const words of openSecretWarnings([file])) say(words);
  sayPolicies(senders.value);
  return exitCodes.done;
};

import { hostname } from "node:os";
import { asFolderOwner } from "./as-folder-owner.ts";
import { readTokenFile } from "../auth/reloadable-tokens.ts";
import { readConfig, type Config, type Options } from "../config.ts";
import { openSecretWarnings, type Environment } from "../secret-settings.ts";
import { sayUsage } from "./say-usage.ts";
import { exitCodes } from "../exit-codes.ts";
import { readTlsIdentity } from "../operations/tls-identity.ts";
import { lookAtFolder } from "../queue/look-at-folder.ts";
import { openQueue } from "../queue/open-queue.ts";
import { createSlackWebChannel } from "../slack/slack-web-channel.ts";
import type { SlackChannel } from "../ports.ts";
import { assertNever } from "../../domain/assert-never.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { commandWords } from "../words/command-words.ts";

interface Finding {
  readonly about: string;
  readonly result: Result<string, string>;
}

const checkTokens = async ({ tokensFile }: Config): Promise<readonly Finding[]> => {
  const about = commandWords.tokensFile(tokensFile);
  const read = await readTokenFile(tokensFile);
  if (!read.ok) return [{ about, result: read }];
  const { entries, warnings } = read.value;
  return [
    { about, result: ok(commandWords.tokens(entries.length)) },
    ...warnings.map((warning) => ({ about, result: ok(`warning: ${warning}`) })),
  ];
};

const checkTls = async ({ tls }: Config): Promise<readonly Finding[]> => {
  if (tls === null) return [];
  const identity = await readTlsIdentity(tls);
  return [{ about: "TLS", result: identity.ok ? ok("certificate and key match") : identity }];
};

const checkVariables = ({ warnings }: Config): readonly Finding[] =>
  warnings.map((words) => ({ about: "environment", result: ok(`warning: ${words}`) }));

const checkSecrets = ({ secretFiles }: Config): readonly Finding[] =>
  openSecretWarnings(secretFiles).map((words) => ({
    about: "secrets",
    result: ok(`warning: ${words}`),
  }));

const checkQueue = async (config: Config): Promise<Finding> => {
  const about = config.redisUrl === null ? `data folder ${config.dataFolder}` : "Redis";
  // Looking makes nothing: what root made would be closed to the server.
  const looked = config.redisUrl === null ? lookAtFolder(config.dataFolder) : null;
  if (looked !== null) return { about, result: looked.ok ? ok(looked.value.join("; ")) : looked };
  const warnings: string[] = [];
  const note = (_data: object, words: string) => warnings.push(words);
  const queue = await openQueue(config, { warn: note, error: note });
  if (!queue.ok) {
    const { code, words } = queue.error;
    // Looking after a server while it runs is what an administrator does most.
    return {
      about,
      result: code === "inUse" ? ok("in use by a running server; writing not tested") : fail(words),
    };
  }
  try {
    // Only a write shows a disk that is full or a Redis that is read-only.
    await queue.value.probe();
    const { waiting, parked } = await queue.value.stats();
    const found = [commandWords.writable(waiting, parked), ...warnings];
    return { about, result: ok(found.join("; ")) };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { about, result: fail(commandWords.notWritable(detail)) };
  } finally {
    await queue.value.close();
  }
};

const checkSlack = async ({ slack }: Config, isPosting: boolean): Promise<readonly Finding[]> => {
  const channel = createSlackWebChannel(slack);
  const who = await channel.whoAmI();
  const about = "Slack";
  if (!who.ok) return [{ about, result: fail(commandWords.slackFailed(who.error)) }];
  const isTested = commandWords.slack(who.value, slack.channel, isPosting);
  const token: Finding = { about, result: ok(isTested) };
  return isPosting ? [token, await postTest(channel, slack.channel)] : [token];
};

/** One message in the channel, and what Slack says of it. */
const postTest = async (slack: SlackChannel, channel: string): Promise<Finding> => {
  const text = commandWords.testMessage(hostname());
  const answer = await slack.post({ attachments: [{ color: "good", fallback: text, text }] });
  const about = commandWords.channel(channel);
  switch (answer.kind) {
    case "posted":
      return { about, result: ok(commandWords.testPosted) };
    case "later":
      return { about, result: fail(commandWords.testLimited) };
    case "failed":
    case "refused":
      return { about, result: fail(commandWords.testRefused(answer.reason)) };
    default:
      return assertNever(answer);
  }
};

/**
 * `check`: looks at everything a start would need, and at Slack; with `--post` also at the channel, by a message. Makes
 * no folder and no queue. Prints a line each; 0, or 3 when one is unfit.
 */
export const check = async (options: Options, env: Environment): Promise<number> => {
  const config = readConfig(options, env);
  if (!config.ok) {
    return sayUsage(config.error, "check");
  }
  const findings = [
    ...(await checkTokens(config.value)),
    ...(await checkTls(config.value)),
    ...checkVariables(config.value),
    ...checkSecrets(config.value),
    await asFolderOwner(config.value.dataFolder, () => checkQueue(config.value)),
    ...(await checkSlack(config.value, options["post"] === true)),
  ];
  for (const { about, result } of findings) {
    const words = result.ok
      ? commandWords.good(about, result.value)
      : commandWords.bad(about, result.error);
    process.stdout.write(`${words}\n`);
  }
  return findings.every(({ result }) => result.ok) ? exitCodes.done : exitCodes.notSetUp;
};

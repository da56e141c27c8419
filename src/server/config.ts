import { homedir, userInfo } from "node:os";
import path from "node:path";
import { noProxies, parseTrustedProxies, type TrustedProxies } from "./limits/client-address.ts";
import type { RateLimitSettings } from "./limits/rate-limits.ts";
import {
  parsePublicRedisUrl,
  parseRedisUrl,
  readSecret,
  type Environment,
} from "./secret-settings.ts";
import { parseNumber, parseSize } from "./config-values.ts";
import { logLevels, type LogLevel } from "./operations/create-log.ts";
import type { TlsFiles } from "./operations/tls-identity.ts";
import { textOf } from "../domain/non-empty.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import type { SlackWebOptions } from "./slack/slack-web-channel.ts";
import { commandWords } from "./words/command-words.ts";

/** Everything that the command line and the environment decide. */
export interface Config {
  readonly tokensFile: string;
  readonly host: string;
  readonly port: number;
  readonly dataFolder: string;
  readonly tls: TlsFiles | null;
  /** Files of secrets that are not ours to write. */
  readonly secretFiles: readonly string[];
  readonly redisUrl: string | null;
  readonly proxies: TrustedProxies;
  readonly limits: RateLimitSettings;
  readonly maxDataBytes: number;
  readonly rememberMs: number;
  readonly slackIntervalMs: number;
  readonly logLevel: LogLevel;
  readonly slack: SlackWebOptions;
  /** What an administrator may have meant otherwise, for the log. */
  readonly warnings: readonly string[];
}

/** What opens the queue. */
export type QueueConfig = Pick<Config, "dataFolder" | "maxDataBytes" | "rememberMs" | "redisUrl">;

/** Options of the command line, as parseArgs gives them. */
export type Options = Readonly<Record<string, string | boolean | undefined>>;

/** Names of the options that take a value, with their defaults; the rest of the program knows them from here. */
export const optionDefaults = {
  tokens: undefined,
  host: undefined,
  port: "31313",
  data: undefined,
  "tls-cert": undefined,
  "tls-key": undefined,
  redis: undefined,
  "trust-proxy": undefined,
  "rate-per-token": "200",
  "rate-per-address": "400",
  "failed-tokens": "30",
  "max-data": "1GiB",
  "remember-days": "30",
  "slack-interval": "1000",
  "log-level": "info",
} as const;

/** Without TLS whatever is sent can be read on the way: then only this machine, or what --host says, may send. */
export const defaultHosts = { plain: "127.0.0.1", tls: "0.0.0.0" } as const;

const dayMs = 86_400_000;

/** Where XDG's specification has state, which has relative folders ignored; fails for a user without HOME and without an account. */
const stateHome = (env: Environment): Result<string, string> => {
  const given = env["XDG_STATE_HOME"] ?? "";
  if (path.isAbsolute(given)) return ok(given);
  try {
    const own = homedir();
    const home = path.isAbsolute(own) ? own : userInfo().homedir;
    return ok(path.join(home, ".local", "state"));
  } catch {
    return fail(commandWords.noHome);
  }
};

/** systemd's StateDirectory, else the user's state folder. */
const defaultDataFolder = (env: Environment): Result<string, string> => {
  const given = textOf(env["STATE_DIRECTORY"]);
  if (given !== null) return ok(given);
  const home = stateHome(env);
  return home.ok ? ok(path.join(home.value, "s3-sftp-log-server")) : home;
};

const defaultChannel = "#sftp-alerts";

/** Variables that are set to nothing, as by a script whose own variable is not set, with what is used instead. */
const emptyVariables = (env: Environment, { redisUrl, dataFolder }: QueueConfig) => {
  const queue = redisUrl === null ? [`queue ${dataFolder}`] : [];
  const instead = [
    ["SLACK_CHANNEL", [`channel ${defaultChannel}`]],
    ["SLACK_API_URL", ["Slack's own address"]],
    ["REDIS_URL", queue],
    ["REDIS_URL_FILE", queue],
  ] as const;
  return instead.flatMap(([name, uses]) =>
    env[name] !== undefined && textOf(env[name]) === null
      ? uses.map((use) => commandWords.emptyVariable(name, use))
      : [],
  );
};

/** Slack's settings, from the environment or a file. */
export const readSlackOptions = (env: Environment): Result<SlackWebOptions, string> => {
  const secret = readSecret(env, "SLACK_BOT_TOKEN");
  if (!secret.ok) return secret;
  const token = secret.value;
  if (token === null) return fail("set SLACK_BOT_TOKEN or SLACK_BOT_TOKEN_FILE");
  // A header cannot hold it, and the failure would print it.
  if (!/^[\x21-\x7e]+$/.test(token)) return fail(commandWords.slackTokenUnusable);
  const apiUrl = textOf(env["SLACK_API_URL"]) ?? undefined;
  if (apiUrl !== undefined && !URL.canParse(apiUrl)) return fail("SLACK_API_URL is not a URL");
  return ok({ token, channel: textOf(env["SLACK_CHANNEL"]) ?? defaultChannel, apiUrl });
};

const isLogLevel = (word: string): word is LogLevel => logLevels.some((level) => level === word);

/** Reads single options over their defaults and gathers what is wrong with them. */
const createReader = (options: Options) => {
  const problems: string[] = [];
  /** Null when it was not given, or as an empty text. */
  const text = (name: keyof typeof optionDefaults): string | null =>
    textOf(options[name] ?? optionDefaults[name]);
  const take = <T, Instead>(
    name: keyof typeof optionDefaults,
    result: Result<T, string>,
    instead: Instead,
  ): T | Instead => {
    if (result.ok) return result.value;
    const typed = text(name);
    // A URL of Redis may hold a password.
    const what = typed === null || name === "redis" ? `--${name}` : `--${name} ${typed}`;
    problems.push(`${what}: ${result.error}`);
    return instead;
  };
  const number = (name: keyof typeof optionDefaults, min: number, max: number) =>
    take(name, parseNumber(text(name) ?? "", min, max), 0);
  return { problems, text, take, number };
};

type Reader = ReturnType<typeof createReader>;

/** From the command line, else from the environment or a file. */
const redisUrlOf = ({ problems, text, take }: Reader, env: Environment): string | null => {
  const given = text("redis");
  if (given !== null) return take("redis", parsePublicRedisUrl(given), null);
  const secret = readSecret(env, "REDIS_URL");
  const url = secret.ok && secret.value !== null ? parseRedisUrl(secret.value) : secret;
  if (url.ok) return url.value;
  problems.push(`REDIS_URL: ${url.error}`);
  return null;
};

const queuePart = (reader: Reader, env: Environment): QueueConfig => ({
  dataFolder: reader.text("data") ?? reader.take("data", defaultDataFolder(env), ""),
  redisUrl: redisUrlOf(reader, env),
  maxDataBytes: reader.take("max-data", parseSize(reader.text("max-data") ?? ""), 0),
  rememberMs: reader.number("remember-days", 1, 3650) * dayMs,
});

/** Reads what opens the queue and nothing else. Fails with the first option that is wrong. */
export const readQueueConfig = (
  options: Options,
  env: Environment,
): Result<QueueConfig, string> => {
  const reader = createReader(options);
  const config = queuePart(reader, env);
  const [problem] = reader.problems;
  return problem === undefined ? ok(config) : fail(problem);
};

/** Reads options over their defaults. Fails with the first option that is wrong, in words for the command line. */
export const readConfig = (options: Options, env: Environment): Result<Config, string> => {
  const reader = createReader(options);
  const { problems, text, take, number } = reader;
  const tokensFile = text("tokens");
  if (tokensFile === null) problems.push(commandWords.tokensRequired);
  const certFile = text("tls-cert");
  const keyFile = text("tls-key");
  if ((certFile === null) !== (keyFile === null)) problems.push(commandWords.halfOfTls);
  const logLevel = text("log-level") ?? "";
  if (!isLogLevel(logLevel))
    problems.push(`--log-level ${logLevel}: must be one of ${logLevels.join(", ")}`);
  const trusted = text("trust-proxy");
  const slack = readSlackOptions(env);
  const tls = certFile === null || keyFile === null ? null : { certFile, keyFile };
  const queue = queuePart(reader, env);
  const config = {
    tokensFile: tokensFile ?? "",
    host: text("host") ?? defaultHosts[tls === null ? "plain" : "tls"],
    port: number("port", 0, 65_535),
    ...queue,
    tls,
    secretFiles: [keyFile, env["SLACK_BOT_TOKEN_FILE"], env["REDIS_URL_FILE"]].filter(
      (file) => typeof file === "string",
    ),
    proxies:
      trusted === null ? noProxies : take("trust-proxy", parseTrustedProxies(trusted), noProxies),
    limits: {
      perTokenPerSecond: number("rate-per-token", 0, 1e9),
      perAddressPerSecond: number("rate-per-address", 0, 1e9),
      failedTokensPerMinute: number("failed-tokens", 0, 1e9),
    },
    warnings: emptyVariables(env, queue),
    slackIntervalMs: number("slack-interval", 0, 3_600_000),
  };
  const [problem] = problems;
  if (problem !== undefined) return fail(problem);
  if (!slack.ok) return slack;
  return ok({ ...config, logLevel: isLogLevel(logLevel) ? logLevel : "info", slack: slack.value });
};

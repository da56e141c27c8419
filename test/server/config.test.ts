import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfig, type Options } from "../../src/server/config.ts";
import { openSecretWarnings } from "../../src/server/secret-settings.ts";
import { commandWords } from "../../src/server/words/command-words.ts";

const environment = { SLACK_BOT_TOKEN: "xoxb-1" };

const configOf = (options: Options, env: Readonly<Record<string, string>> = environment) => {
  const config = readConfig({ tokens: "t", ...options }, env);
  if (!config.ok) throw new Error(config.error);
  return config.value;
};

describe("where the server listens", () => {
  const tls = { "tls-cert": "c", "tls-key": "k" };
  it.each([
    ["to this machine alone without TLS", {}, "127.0.0.1"],
    ["everywhere with TLS", tls, "0.0.0.0"],
    ["where --host says", { host: "0.0.0.0" }, "0.0.0.0"],
    ["where --host says, with TLS too", { ...tls, host: "::1" }, "::1"],
  ])("is %s", (_what, options, host) => {
    expect(configOf(options).host).toBe(host);
  });
});

describe("the data folder", () => {
  const account = path.join(userInfo().homedir, ".local/state/s3-sftp-log-server");
  it.each([
    ["in the state folder of XDG", { XDG_STATE_HOME: "/state" }, "/state/s3-sftp-log-server"],
    ["systemd's", { STATE_DIRECTORY: "/var/lib/x", XDG_STATE_HOME: "/state" }, "/var/lib/x"],
    [
      "in the account's home where variables are empty",
      { STATE_DIRECTORY: "", XDG_STATE_HOME: "" },
      account,
    ],
    ["in the account's home where XDG's is relative", { XDG_STATE_HOME: "here" }, account],
  ])("is %s", (_, env, folder) => {
    expect(configOf({}, { ...environment, ...env }).dataFolder).toBe(folder);
  });
});

const warnings = (options: Options, env: Readonly<Record<string, string>>) =>
  configOf({ data: "/queue", ...options }, { ...environment, ...env }).warnings;

describe("a variable that is set to nothing", () => {
  it.each([
    [{ SLACK_CHANNEL: "" }, commandWords.emptyVariable("SLACK_CHANNEL", "channel #sftp-alerts")],
    [{ SLACK_API_URL: "" }, commandWords.emptyVariable("SLACK_API_URL", "Slack's own address")],
    [{ REDIS_URL: "" }, commandWords.emptyVariable("REDIS_URL", "queue /queue")],
    [{ REDIS_URL_FILE: "" }, commandWords.emptyVariable("REDIS_URL_FILE", "queue /queue")],
  ])("is said to be so, with what is used instead: %j", (env, words) => {
    expect(warnings({}, env)).toEqual([words]);
  });

  it("is not spoken of where something else says what is meant", () => {
    expect(warnings({ redis: "redis://10.0.0.5" }, { REDIS_URL: "" })).toEqual([]);
    expect(warnings({}, {})).toEqual([]);
  });
});

describe("files of secrets", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-secrets-"));
  });
  afterEach(async () => rm(folder, { recursive: true, force: true }));

  it("are warned of, each one, when every user can read them", async () => {
    const [key, slack, redis] = ["key", "slack", "redis"].map((name) => path.join(folder, name));
    const files = [key, slack, redis].map((file) => file ?? "");
    const texts = ["key", "xoxb-1", "redis://10.0.0.5"];
    for (const [index, file] of files.entries()) await writeFile(file, texts[index] ?? "");
    const env = { SLACK_BOT_TOKEN_FILE: files[1] ?? "", REDIS_URL_FILE: files[2] ?? "" };
    const config = configOf({ "tls-cert": "c", "tls-key": files[0] }, env);
    expect(config.redisUrl).toBe("redis://10.0.0.5");
    for (const mode of [0o644, 0o604]) {
      for (const file of files) await chmod(file, mode);
      expect(openSecretWarnings(config.secretFiles)).toEqual(files.map(commandWords.openSecret));
    }
    // A group may be the server's own.
    for (const file of files) await chmod(file, 0o640);
    expect(openSecretWarnings(config.secretFiles)).toEqual([]);
  });
});

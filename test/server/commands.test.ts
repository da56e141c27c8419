import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startSlackStandIn } from "../../src/demo/slack-stand-in.ts";
import { createLogServerFolder } from "../support/processes/log-server.ts";
import { runLogServer } from "../support/processes/run-log-server.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { commandWords } from "../../src/server/words/command-words.ts";
import { usageWords } from "../../src/server/words/usage-words.ts";
import { queueWords } from "../../src/server/words/queue-words.ts";
import { tokenWords } from "../../src/server/words/token-words.ts";

let folder: string;
let tokensFile: string;

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runLogServer(args, folder, env);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-commands-"));
  tokensFile = path.join(folder, "tokens");
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

describe("s3-sftp-log-server token", () => {
  it("shows a new token once, on standard output alone, and lists names without tokens", async () => {
    const added = await run(["token", "add", "clinic", "--tokens", tokensFile]);
    expect(added.code).toBe(0);
    expect(added.stdout).toMatch(/^[\w-]{43}\n$/);
    expect(added.stderr).not.toContain(added.stdout.trim());
    const listed = await run(["token", "list", "--tokens", tokensFile]);
    expect(listed).toMatchObject({ code: 0, stdout: "clinic  hashed\n" });
  });

  it("ends with 3 and says why when the name is taken", async () => {
    await run(["token", "add", "clinic", "--tokens", tokensFile]);
    const again = await run(["token", "add", "clinic", "--tokens", tokensFile]);
    expect(again).toMatchObject({ code: 3, stdout: "" });
    expect(again.stderr).toContain(tokenWords.taken("clinic"));
  });
});

describe("s3-sftp-log-server check", () => {
  it("finds everything good: tokens, data folder and Slack", async () => {
    const slack = await startSlackStandIn({ token: "xoxb-right" });
    await run(["token", "add", "clinic", "--tokens", tokensFile]);
    const args = ["check", "--tokens", tokensFile, "--data", path.join(folder, "data")];
    const env = { SLACK_BOT_TOKEN: "xoxb-right", SLACK_API_URL: slack.url };
    const good = await run(args, env);
    expect(good.stdout).toContain(
      `${commandWords.good(commandWords.tokensFile(tokensFile), commandWords.tokens(1))}\n`,
    );
    const who = commandWords.slack("s3-sftp in Stand-in", "#sftp-alerts");
    expect(good.stdout).toContain(commandWords.good("Slack", who));
    expect(good.code).toBe(0);
    const wrong = await run(args, { ...env, SLACK_BOT_TOKEN: "xoxb-wrong" });
    expect(wrong.code).toBe(3);
    expect(wrong.stdout).toContain(
      commandWords.bad("Slack", commandWords.slackFailed("invalid_auth")),
    );
    expect(wrong.stdout + wrong.stderr).not.toContain("xoxb-wrong");
    await slack.close();
  });

  it("makes no folder and no queue, and says what a start would find", async () => {
    const slack = await startSlackStandIn();
    await run(["token", "add", "clinic", "--tokens", tokensFile]);
    const data = path.join(folder, "var", "data");
    const args = ["check", "--tokens", tokensFile, "--data", data];
    const env = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_API_URL: slack.url };
    const about = `data folder ${data}`;
    const absent = await run(args, env);
    expect(absent.stdout).toContain(commandWords.good(about, queueWords.willMakeFolder));
    expect(await readdir(folder)).toEqual(["tokens"]);
    await mkdir(data, { recursive: true, mode: 0o700 });
    const empty = await run(args, env);
    expect(empty.stdout).toContain(commandWords.good(about, queueWords.willMakeQueue));
    expect(await readdir(data)).toEqual([]);
    expect([absent.code, empty.code]).toEqual([0, 0]);
    const nowhere = await run([...args.slice(0, 3), "--data", path.join(tokensFile, "data")], env);
    expect(nowhere).toMatchObject({ code: 3 });
    expect(nowhere.stdout).toContain(queueWords.noFolder(tokensFile));
    await slack.close();
  });

  it("sends a test message with --post, and says what Slack answers", async () => {
    const slack = await startSlackStandIn();
    await writeFile(tokensFile, "# nobody\n", { mode: 0o600 });
    const args = ["check", "--tokens", tokensFile, "--data", path.join(folder, "data")];
    const env = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_API_URL: slack.url };
    expect((await run(args, env)).stdout).not.toContain(commandWords.testPosted);
    expect(slack.messages).toEqual([]);
    const about = commandWords.channel("#sftp-alerts");
    const posted = await run([...args, "--post"], env);
    expect(posted.stdout).toContain(commandWords.good(about, commandWords.testPosted));
    expect(slack.messages).toHaveLength(1);
    expect(slack.messages[0]?.attachments[0]?.text).toBe(commandWords.testMessage(hostname()));
    slack.misbehave({ kind: "refused", error: "not_in_channel" });
    const refused = await run([...args, "--post"], env);
    expect(refused.code).toBe(3);
    expect(refused.stdout).toContain(
      commandWords.bad(about, commandWords.testRefused("not_in_channel")),
    );
    await slack.close();
  });

  it("warns of a Slack token that every user can read, as a start does", async () => {
    const file = path.join(folder, "slack-token");
    await writeFile(file, "xoxb-1", { mode: 0o644 });
    await writeFile(tokensFile, "# nobody\n", { mode: 0o600 });
    const where = ["--tokens", tokensFile, "--data", path.join(folder, "data")];
    const env = { SLACK_BOT_TOKEN_FILE: file, SLACK_API_URL: "http://127.0.0.1:1/" };
    expect((await run(["check", ...where], env)).stdout).toContain(commandWords.openSecret(file));
    const server = await createLogServerFolder();
    const { output } = await server.start({ env: { SLACK_BOT_TOKEN: "", ...env } });
    await waitUntil("it is said", () => output().includes(commandWords.openSecret(file)));
    await server.remove();
  });

  it("names what is unfit and ends with 3", async () => {
    await writeFile(tokensFile, "a b\n");
    await writeFile(path.join(folder, "data"), "a file where a folder is due");
    const args = ["check", "--tokens", tokensFile, "--data", path.join(folder, "data")];
    const env = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_API_URL: "http://127.0.0.1:1/" };
    const { code, stdout } = await run(args, env);
    expect(code).toBe(3);
    expect(stdout.match(/^FAIL/gm)).toHaveLength(3);
  });
});

describe("wrong usage of s3-sftp-log-server", () => {
  const slack = { SLACK_BOT_TOKEN: "xoxb-1" };
  it.each([
    ["no tokens file", [], slack, commandWords.tokensRequired],
    ["an unknown option", ["--tokens", "t", "--fast"], slack, "--fast"],
    ["a port that is none", ["--tokens", "t", "--port", "70000"], slack, "--port"],
    ["a size without unit", ["--tokens", "t", "--max-data", "5"], slack, "--max-data"],
    ["half of TLS", ["--tokens", "t", "--tls-cert", "c"], slack, commandWords.halfOfTls],
    [
      "a proxy that is no address",
      ["--tokens", "t", "--trust-proxy", "me"],
      slack,
      "--trust-proxy",
    ],
    ["no Slack token", ["--tokens", "t"], {}, "SLACK_BOT_TOKEN"],
    ["an unknown command", ["chekc"], slack, usageWords.unknownCommand("chekc", ["check"])],
    ["half a command", ["token"], slack, "token add, token list, token revoke"],
    ["no command of these", ["parked", "lst"], slack, "parked list, parked retry"],
    ["a word too many", ["token", "list", "x"], slack, usageWords.unexpected("token list", "x")],
    ["no name", ["token", "revoke", "--tokens", "t"], slack, usageWords.needsName("token revoke")],
    [
      "an option nearly right",
      ["--tokes", "t"],
      slack,
      usageWords.unknownOption("--tokes", ["tokens"]),
    ],
    [
      "an option without its value",
      ["--tokens", "--port", "1"],
      slack,
      usageWords.needsValue("--tokens"),
    ],
    ["a flag with a value", ["check", "--post=yes"], slack, usageWords.noValue("--post")],
    [
      "an option of another command",
      ["check", "--bucket", "b"],
      slack,
      usageWords.belongsTo("--bucket", "token add"),
    ],
    [
      "a test message without check",
      ["--post", "--tokens", "t"],
      slack,
      usageWords.belongsTo("--post", "check"),
    ],
  ])("ends with 2 for %s and says so", async (_what, args, env, words) => {
    const { code, stdout, stderr } = await run(args, env);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(words);
  });

  it("says below each where the commands are listed", async () => {
    expect((await run(["dance"])).stderr).toContain(usageWords.seeHelp(null));
    const list = await run(["token", "list", "x"]);
    expect(list.stderr).toContain(usageWords.seeHelp("token list"));
  });

  it("prints its help and its version on standard output", async () => {
    expect((await run(["--help"])).stdout).toContain("--trust-proxy LIST");
    const { stdout } = await run(["--version"]);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+ \(from source\)\n$/);
  });

  it("reads the Slack token from a file, and never prints one that a header cannot hold", async () => {
    const file = path.join(folder, "slack-token");
    await writeFile(file, "xoxb with a space\n");
    const { code, stderr } = await run(["--tokens", "t"], { SLACK_BOT_TOKEN_FILE: file });
    expect(code).toBe(2);
    expect(stderr).toContain(commandWords.slackTokenUnusable);
    expect(stderr).not.toContain("xoxb with");
  });
});

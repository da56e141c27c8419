import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addTokens } from "../../src/server/auth/add-token.ts";
import { commandWords } from "../../src/server/words/command-words.ts";
import { inviteWords } from "../../src/server/words/invite-words.ts";
import { nextSteps } from "../../src/server/words/next-steps.ts";
import { queueWords } from "../../src/server/words/queue-words.ts";
import { tokenWords } from "../../src/server/words/token-words.ts";
import { usageWords } from "../../src/server/words/usage-words.ts";
import { valueOf } from "../support/values/value-of.ts";
import { runLogServer } from "../support/processes/run-log-server.ts";

let home: string;
const port = createServer();
const slack = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_API_URL: "http://127.0.0.1:1/" };

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "s3-sftp-refusals-"));
  await mkdir(path.join(home, "a folder"));
  await writeFile(path.join(home, "nobody"), "# nobody\n", { mode: 0o600 });
  await writeFile(path.join(home, "nothing"), "\n", { mode: 0o600 });
  valueOf(await addTokens(path.join(home, "tokens"), ["clinic", "lab"]));
  valueOf(await addTokens(path.join(home, "many"), ["a", "b", "c", "d", "e", "f"]));
  await new Promise<void>((resolve) => port.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  await new Promise((resolve) => port.close(resolve));
  await chmod(home, 0o700);
  await rm(home, { recursive: true, force: true });
});

const takenPort = () => {
  const address = port.address();
  return typeof address === "object" && address !== null ? String(address.port) : "";
};

const started = ["--tokens", "tokens", "--data", "data", "--port", "0"];

const fromFile = (file: string) =>
  `token add --tokens tokens --out invites --log-url https://l.example --from`
    .split(" ")
    .concat(file);

/** A command that is refused, what is wrong, and what can be done next. */
const refusals: readonly (readonly [
  name: string,
  args: () => readonly string[],
  problem: string,
  next: readonly string[],
])[] = [
  [
    "a name that nobody has",
    () => ["token", "revoke", "clinik", "--tokens", "tokens"],
    tokenWords.unknown("clinik", ["clinic"]),
    [nextSteps.names(["clinic", "lab"], "tokens")],
  ],
  [
    "one of many",
    () => ["token", "revoke", "nobody", "--tokens", "many"],
    tokenWords.unknown("nobody", []),
    [nextSteps.listTokens("many")],
  ],
  [
    "one of none",
    () => ["token", "revoke", "nobody", "--tokens", "nobody"],
    tokenWords.unknown("nobody", []),
    [nextSteps.names([], "nobody")],
  ],
  [
    "a name that is taken",
    () => ["token", "add", "lab", "--tokens", "tokens"],
    tokenWords.taken("lab"),
    nextSteps.replaceToken("lab", "tokens"),
  ],
  [
    "a name that cannot be one",
    () => ["token", "add", "the lab", "--tokens", "tokens"],
    tokenWords.unusableName("the lab"),
    [],
  ],
  [
    "a file that is not there",
    () => ["token", "list", "--tokens", "no such"],
    tokenWords.absent,
    [nextSteps.addToken("no such")],
  ],
  [
    "a folder for a file",
    () => ["token", "list", "--tokens", "a folder"],
    tokenWords.unreadable("EISDIR"),
    nextSteps.afterSystemError("EISDIR", "a folder"),
  ],
  [
    "a file in a folder that is not there",
    () => ["token", "add", "x", "--tokens", "no/such/tokens"],
    "(ENOENT)",
    [`there is no folder`],
  ],
  ["senders in a file that is not there", () => fromFile("no.csv"), tokenWords.absent, []],
  [
    "senders in a folder",
    () => fromFile("a folder"),
    inviteWords.inFile("a folder", inviteWords.unreadable("EISDIR")),
    nextSteps.afterSystemError("EISDIR", "a folder"),
  ],
  [
    "no name",
    () => ["token", "revoke", "--tokens", "tokens"],
    usageWords.needsName("token revoke"),
    [nextSteps.commandForm("token revoke"), usageWords.seeHelp("token revoke")],
  ],
  [
    "no queue",
    () => ["parked", "list", "--data", "a folder"],
    queueWords.none("a folder"),
    [nextSteps.nameDataFolder],
  ],
  [
    "a file for the data folder",
    () => ["--tokens", "tokens", "--data", "nobody"],
    queueWords.noFolder("nobody"),
    [nextSteps.nameFolder],
  ],
  [
    "a port that is taken",
    () => ["--tokens", "tokens", "--data", "data", "--port", takenPort()],
    "EADDRINUSE",
    nextSteps.afterListenError("EADDRINUSE"),
  ],
  [
    "an address of another machine",
    () => ["--tokens", "tokens", "--data", "data", "--host", "192.0.2.1", "--port", "0"],
    "EADDRNOTAVAIL",
    nextSteps.afterListenError("EADDRNOTAVAIL"),
  ],
  [
    "a certificate that is not there",
    () => [...started, "--tls-cert", "no.pem", "--tls-key", "tokens"],
    commandWords.certificateUnusable("no.pem", "ENOENT"),
    [nextSteps.noSuchFile("no.pem")],
  ],
  [
    "a certificate that is none",
    () => [...started, "--tls-cert", "tokens", "--tls-key", "tokens"],
    commandWords.certificateUnusable("tokens", "ERR_OSSL_PEM_NO_START_LINE"),
    nextSteps.afterTlsError("ERR_OSSL_PEM_NO_START_LINE"),
  ],
  [
    "a Redis that is away",
    () => ["parked", "list", "--redis", "redis://127.0.0.1:1"],
    queueWords.noRedis("ECONNREFUSED"),
    [nextSteps.redisAway],
  ],
  [
    "a number out of its range",
    () => ["--tokens", "tokens", "--port", "70000"],
    "--port 70000: must be a whole number from 0 to 65535",
    [usageWords.seeHelp(null)],
  ],
  [
    "a level that there is not",
    () => ["--tokens", "tokens", "--log-level", "loud"],
    "--log-level loud: must be one of debug, info, warn, error",
    [usageWords.seeHelp(null)],
  ],
  [
    "an empty option",
    () => ["--tokens", "tokens", "--port", ""],
    usageWords.emptyValue("--port"),
    [usageWords.seeHelp(null)],
  ],
  [
    "an empty option, as a variable that is not set leaves it",
    () => ["check", "--tokens="],
    usageWords.emptyValue("--tokens"),
    [usageWords.seeHelp("check")],
  ],
  [
    "an empty name",
    () => ["token", "revoke", "", "--tokens", "tokens"],
    usageWords.needsName("token revoke"),
    [nextSteps.commandForm("token revoke")],
  ],
  [
    "help about no command",
    () => ["help", "chekc"],
    usageWords.unknownCommand("chekc", ["check"]),
    [usageWords.seeHelp(null)],
  ],
  ["no tokens file", () => ["check"], commandWords.tokensRequired, [usageWords.seeHelp("check")]],
];

describe("what s3-sftp-log-server refuses", () => {
  it.each(refusals)("names what is wrong and the next step: %s", async (_, args, problem, next) => {
    const { code, stdout, stderr } = await runLogServer(args(), home, slack);
    expect(stdout).toBe("");
    expect(stderr).toContain(problem);
    for (const line of next) expect(stderr).toContain(`\n  ${line}`);
    expect([2, 3]).toContain(code);
  });

  it("says why a file with the token of Slack cannot be read", async () => {
    const env = { SLACK_BOT_TOKEN_FILE: "a folder" };
    const { code, stderr } = await runLogServer(["--tokens", "tokens"], home, env);
    expect(code).toBe(2);
    expect(stderr).toContain(commandWords.unreadable("SLACK_BOT_TOKEN_FILE", "a folder", "EISDIR"));
    expect(stderr).toContain(nextSteps.afterSystemError("EISDIR", "a folder").join());
  });

  it.each(["SLACK_BOT_TOKEN_FILE", "REDIS_URL_FILE"])("names an empty file of %s", async (name) => {
    const env = { ...slack, SLACK_BOT_TOKEN: "", [name]: "nothing" };
    const { code, stderr } = await runLogServer(["--tokens", "tokens"], home, env);
    expect(code).toBe(2);
    expect(stderr).toContain(commandWords.emptyFile(name, "nothing"));
  });

  it("shows no password of a URL of Redis", async () => {
    const args = ["parked", "list", "--redis", "redis://:hunter2@127.0.0.1:1"];
    const { code, stderr } = await runLogServer(args, home);
    expect(code).toBe(2);
    expect(stderr).toContain(commandWords.passwordInOption);
    expect(stderr).not.toContain("hunter2");
  });
});

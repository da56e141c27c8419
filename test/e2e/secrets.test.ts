import { readdirSync, readFileSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../src/demo/s3-stand-in.ts";
import { startSlackStandIn, type SlackStandIn } from "../../src/demo/slack-stand-in.ts";
import { reviewWords } from "../../src/words/review.ts";
import { setupWords } from "../../src/words/setup.ts";
import { someBytes } from "../support/values/bytes.ts";
import { createLogServerFolder, type LogServerFolder } from "../support/processes/log-server.ts";
import { startOnPty, type PtyProgram } from "../support/processes/pty.ts";
import { program, runCli, startCli } from "../support/processes/run-cli.ts";
import { throwOnSignal } from "../support/processes/throw-on-signal.ts";
import { sender } from "../support/values/s3-people.ts";
import { createSenderMachine, type SenderMachine } from "../support/sites/sender-machine.ts";
import { answerSetUp } from "../support/sites/set-up.ts";
import { bucket, mebibyte, region } from "../support/sites/stand-in-store.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { arrived } from "../support/values/arrived.ts";

const { secretAccessKey } = sender(bucket);
const passphrase = "a-passphrase-nobody-may-read";
const slackToken = "xoxb-of-the-tests";

let machine: SenderMachine;
let s3: S3StandIn;
let slack: SlackStandIn;
let logFolder: LogServerFolder;
let app: PtyProgram | null = null;
beforeEach(async () => {
  machine = await createSenderMachine();
  logFolder = await createLogServerFolder();
  slack = await startSlackStandIn();
  s3 = await startS3StandIn({ users: [sender(bucket)], buckets: [{ name: bucket, region }] });
});
afterEach(async () => {
  await app?.close();
  app = null;
  await s3.close();
  await slack.close();
  await logFolder.remove();
  await machine.remove();
});

/** Opens a door for as long as it is fresh, or is made from a secret. */
const signedForms =
  /AWS4|Signature|Credential=|authorization|x-amz-security-token|\b[0-9a-f]{64}\b/i;

const secrets = () => [secretAccessKey, logFolder.token, passphrase];

/** The secrets that a text has in it, also in the forms that a program may make of them. */
const secretsIn = (text: string, all: readonly string[] = secrets()): readonly string[] =>
  all.filter((secret) =>
    [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64").slice(0, -4)].some(
      (form) => text.includes(form),
    ),
  );

const filesBelow = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
};

const read = (file: string): string => {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return ""; // the process has ended, or belongs to somebody else
  }
};

/** What others see of our processes, and what their owner sees: arguments and environment. */
const processList = (ours: string): string =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => `${read(`/proc/${pid}/cmdline`)}\n${read(`/proc/${pid}/environ`)}`)
    .filter((process) => process.includes(ours))
    .join("\n");

describe("secrets", () => {
  it("are in no file, no process list, no screen and no log while a delivery is under way", async () => {
    const { url } = await logFolder.start({ slackUrl: slack.url });
    const debugFile = path.join(machine.root, "debug.jsonl");
    const environment = {
      ...machine.environment,
      S3_SFTP_WORKER: "on",
      S3_SFTP_DEBUG: debugFile,
    };
    await machine.write("big.bin", someBytes(30));
    app = startOnPty([process.execPath, program], {
      environment: { PATH: process.env["PATH"] ?? "", ...environment },
      folder: machine.files,
    });
    await answerSetUp(app, {
      ...sender(bucket),
      bucket,
      endpoint: s3.endpoint,
      region,
      log: { url, token: logFolder.token },
      passphrase,
    });
    await app.waitForText(`> ${setupWords.save(bucket)}`);
    await app.press("enter");
    await app.waitForText("big.bin");
    s3.reshape({ connectionBytesPerSecond: 2 * mebibyte });
    await app.type("a");
    await app.type("u");
    await app.waitForText(reviewWords.noConflicts);
    await app.press("enter");
    const partCount = () => s3.log.filter(({ operation }) => operation === "UploadPart").length;
    await waitUntil("parts are under way", () => partCount() > 1, 30_000);

    const status = await runCli(["status", "--json"], { environment });
    const daemon = status.events.find(({ event }) => event === "status")?.["worker"];
    expect(daemon).toMatchObject({ pid: expect.any(Number) });
    const list = processList(machine.home);
    expect(list).toContain("worker.js");
    expect(secretsIn(list)).toEqual([]);

    s3.reshape({ connectionBytesPerSecond: null });
    await waitUntil("Slack was told", () => slack.messages.length === 1, 60_000);
    await app.waitForText(arrived(1));
    await app.type("q");
    await app.exited;
    expect(secretsIn(app.output())).toEqual([]);
    expect(secretsIn(JSON.stringify(slack.messages))).toEqual([]);
    const debugLines = await readFile(debugFile, "utf8");
    expect((await stat(debugFile)).mode & 0o777).toBe(0o600);
    expect(debugLines).not.toMatch(signedForms);
    // All of it is told, by the app and by the daemon, and is worth being looked through.
    const told = debugLines
      .trimEnd()
      .split("\n")
      .map((line): Record<string, unknown> => JSON.parse(line));
    expect(new Set(told.map(({ pid }) => pid)).size).toBe(2);
    // The check of the permission is a part of one byte, to an upload that does not exist.
    const parts = told.filter(
      ({ path: of, bodyBytes }) =>
        Number(bodyBytes) > 1 && /\?partNumber=\d+&uploadId=…$/.test(String(of)),
    );
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part).toMatchObject({ event: "request", status: 200 });
    expect(told).toContainEqual(expect.objectContaining({ event: "logPost", status: 202 }));
    expect(told).toContainEqual(
      expect.objectContaining({ event: "transfer", from: "uploading", to: "delivered" }),
    );
    const files = [
      debugFile,
      ...(await filesBelow(machine.home)),
      ...(await filesBelow(logFolder.dataFolder)),
    ];
    expect(files.map((file) => path.basename(file))).toContain("state.db");
    for (const file of files) expect(secretsIn(await readFile(file, "latin1")), file).toEqual([]);
    for (const verb of ["status", "history", "doctor"]) {
      const { stdout, stderr } = await runCli([verb], {
        environment: { ...environment, S3_SFTP_PASSPHRASE: passphrase },
      });
      expect(secretsIn(stdout + stderr), verb).toEqual([]);
    }
  });

  it("are in no error, whatever the store says of them", async () => {
    const { url, output } = await logFolder.start({ slackUrl: slack.url });
    await machine.write("a.txt", "a");
    s3.setUser({ ...sender(bucket), secretAccessKey: "another" });
    const { code, stdout, stderr } = await runCli(
      ["upload", "--json", "--bucket", bucket, "--log-url", url, "a.txt"],
      {
        environment: {
          ...machine.withKeys({ region, endpoint: s3.endpoint }, sender(bucket)),
          S3_SFTP_LOG_TOKEN: logFolder.token,
          S3_SFTP_DEBUG: path.join(machine.root, "debug.jsonl"),
        },
        folder: machine.files,
      },
    );
    expect(code).toBe(3);
    const debugLines = await readFile(path.join(machine.root, "debug.jsonl"), "utf8");
    expect(debugLines).toContain('"storeCode":"SignatureDoesNotMatch"');
    expect(debugLines.replaceAll("SignatureDoesNotMatch", "")).not.toMatch(signedForms);
    expect(secretsIn(debugLines)).toEqual([]);
    await waitUntil("Slack was told", () => slack.messages.length === 1);
    const told = JSON.stringify(slack.messages) + output();
    expect(told).toContain("WrongSecret");
    expect(secretsIn(stdout + stderr + told, [...secrets(), slackToken])).toEqual([]);
    for (const file of await filesBelow(machine.home)) {
      expect(secretsIn(await readFile(file, "latin1")), file).toEqual([]);
    }
  });

  it("are in no output of a crash, even when the error itself carries one", async () => {
    await machine.write("a.bin", someBytes(6));
    s3.reshape({ connectionBytesPerSecond: mebibyte });
    const crash = `new Error("cannot use " + process.env.AWS_SECRET_ACCESS_KEY)`;
    const before = s3.log.length;
    const running = startCli(["upload", "--bucket", bucket, "a.bin"], {
      environment: machine.withKeys({ region, endpoint: s3.endpoint }, sender(bucket)),
      folder: machine.files,
      nodeArgs: throwOnSignal(crash),
    });
    await waitUntil("it sends", () => s3.log.length > before);
    running.child.kill("SIGUSR2");
    const { code, stdout, stderr } = await running.ended;
    expect(code).toBe(70);
    expect(stderr).toContain("s3-sftp: internal error.");
    expect(stderr).toContain("cannot use …");
    expect(secretsIn(stdout + stderr)).toEqual([]);
    s3.reshape({ connectionBytesPerSecond: null });
    const again = await runCli(["upload", "--bucket", bucket, "a.bin"], {
      environment: machine.withKeys({ region, endpoint: s3.endpoint }, sender(bucket)),
      folder: machine.files,
    });
    expect(again.code).toBe(0);
  });
});

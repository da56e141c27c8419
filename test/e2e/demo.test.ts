import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorWords } from "../../src/words/errors/error-words.ts";
import { reviewWords } from "../../src/words/review.ts";
import { setupWords } from "../../src/words/setup.ts";
import { summaryWords } from "../../src/words/setup-summary.ts";
import { startOnPty, type PtyProgram } from "../support/processes/pty.ts";
import { mountingCommand } from "../support/processes/small-disk.ts";
import { program, runCli, startCli } from "../support/processes/run-cli.ts";
import { createSenderMachine, type SenderMachine } from "../support/sites/sender-machine.ts";
import { answerSetUp } from "../support/sites/set-up.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { arrived } from "../support/values/arrived.ts";

let machine: SenderMachine;
let app: PtyProgram | null = null;
beforeEach(async () => {
  machine = await createSenderMachine();
  await mkdir(path.join(machine.root, "tmp"));
});
afterEach(async () => {
  await app?.close();
  app = null;
  await machine.remove();
});

// The demo's own temporary folder, so that a test sees whether it goes.
const environment = () => ({
  ...machine.environment,
  TMPDIR: path.join(machine.root, "tmp"),
  // What a person has around must not matter.
  AWS_ACCESS_KEY_ID: "AKIANOTFORTHEDEMO000",
  S3_SFTP_LOG_TOKEN: "not-for-the-demo",
});

const left = () => readdir(path.join(machine.root, "tmp"));

const startDemo = (...args: readonly string[]) => {
  app = startOnPty([process.execPath, program, "demo", ...args], {
    environment: { PATH: process.env["PATH"] ?? "", ...environment() },
  });
  return app;
};

/** The last line that it prints is there, whole. */
const isServing = (stdout: string): boolean => /^S3_SFTP_LOG_TOKEN=\S+\n/m.test(stdout);

describe("the demo", () => {
  it("does the whole job without a terminal, compares every file, and leaves nothing", async () => {
    const { code, stdout, stderr } = await runCli(["demo"], { environment: environment() });
    expect(code).toBe(0);
    expect(stderr).toContain("Connected to demo-inbox at ");
    expect(stdout.match(/^delivered {2}/gm)).toHaveLength(8);
    expect(stdout.match(/^match {2}sha256 [0-9a-f]{64} {2}/gm)).toHaveLength(8);
    expect(stdout.match(/^Slack #sftp-alerts \[good\] Successful upload/gm)).toHaveLength(8);
    expect(stdout).toContain(
      "8 files match the originals, all reported to Slack, 0 requests denied",
    );
    expect(await left()).toEqual([]);
    expect(await readdir(machine.root)).not.toContain("home");
  });

  it.each([
    ["is not there", "/nonexistent"],
    ["is a file", import.meta.filename],
    ["may not be written to", "/proc"],
  ])("says so when the folder for temporary files %s", async (_, folder) => {
    const ended = await runCli(["demo"], { environment: { ...environment(), TMPDIR: folder } });
    expect(ended.stderr).toContain(folder);
    expect(ended.stderr).not.toMatch(/internal error|^ *at /mu);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
  });

  const mounting = mountingCommand();
  it.runIf(mounting !== null)("says so when that folder is full, and leaves nothing", async () => {
    const script =
      'mount -t tmpfs -o size=8m tmpfs "$TMPDIR"; "$@"; code=$?; ls "$TMPDIR"; exit $code';
    const through = [...(mounting ?? []), "sh", "-c", script, "sh"];
    const ended = await runCli(["demo"], { environment: environment(), through });
    const full = { code: "DiskFull", path: environment().TMPDIR } as const;
    expect(ended.stderr).toContain(errorWords(full).happened);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
  });

  it("opens the app with everything set up on a terminal", async () => {
    const screen = startDemo();
    await screen.waitForText("invoices-2026-11.csv");
    await screen.type("a");
    await screen.waitForText("8 files");
    await screen.type("u");
    await screen.waitForText(reviewWords.noConflicts);
    await screen.press("enter");
    await screen.waitForText(arrived(8));
    await screen.type("q");
    expect(await screen.exited).toBe(0);
    expect(await left()).toEqual([]);
  });

  it("begins at the first question with --setup, and shows the keys to answer it", async () => {
    const screen = startDemo("--setup");
    await screen.waitForText("then press Enter to start setup");
    const value = (name: string) =>
      new RegExp(`${name} +(\\S+)`).exec(screen.screen().replaceAll(",", " "))?.[1] ?? "";
    const [, logUrl = "", token = ""] =
      /Log server, token +(\S+), (\S+)/.exec(screen.screen()) ?? [];
    const [, endpoint = ""] = /Region, endpoint +\S+, (\S+)/.exec(screen.screen()) ?? [];
    const answers = {
      accessKeyId: value("Access key"),
      secretAccessKey: /Secret access key +(\S+)/.exec(screen.screen())?.[1] ?? "",
      bucket: value("Bucket"),
      endpoint,
      region: "eu-central-1",
      log: { url: logUrl, token },
      passphrase: null,
    };
    await screen.press("enter");
    await screen.waitForText(setupWords.title("accessKeyId"));
    await answerSetUp(screen, answers);
    await screen.waitForText(summaryWords.canUpload);
    await screen.waitForText(summaryWords.knowsToken);
    await screen.press("enter");
    await screen.waitForText("invoices-2026-11.csv");
  });

  it("serves until it is stopped, and says how to reach it", async () => {
    const serving = startCli(["demo", "--serve"], { environment: environment() });
    await waitUntil("it serves", () => isServing(serving.stdout()));
    const lines = serving.stdout().trim().split("\n");
    const given = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
    const file = await machine.write("a.txt", "a");
    const uploaded = await runCli(
      ["upload", "--bucket", String(given["S3_SFTP_DEMO_BUCKET"]), file],
      { environment: { ...machine.environment, ...given } },
    );
    expect(uploaded.code).toBe(0);
    serving.child.kill("SIGTERM");
    expect((await serving.ended).code).toBe(0);
    expect(await left()).toEqual([]);
  });

  it("takes its log server along when it is killed", async () => {
    const serving = startCli(["demo", "--serve"], { environment: environment() });
    await waitUntil("it serves", () => isServing(serving.stdout()));
    const [, url = ""] = /S3_SFTP_DEMO_LOG_URL=(\S+)/.exec(serving.stdout()) ?? [];
    const answers = () =>
      fetch(`${url}/health-check`).then(
        ({ ok }) => ok,
        () => false,
      );
    expect(await answers()).toBe(true);
    serving.child.kill("SIGKILL");
    await waitUntil("nobody answers", async () => !(await answers()));
  });
});

import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../../support/processes/run-cli.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sites/sender-machine.ts";
import { shells } from "../../../src/cli/command-table.ts";
import { completionWords } from "../../../src/words/commands/completion.ts";
import { argumentWords } from "../../../src/words/commands/arguments.ts";
import { policyWords } from "../../../src/words/commands/policy.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { historyCommandWords } from "../../../src/words/commands/history.ts";

/** A command line that cannot be carried out, and what is said of it. */
const wrong: readonly (readonly [commandLine: string, says: string])[] = [
  ["send a.txt", argumentWords.unknownCommand("send", null)],
  ["uplaod a.txt", argumentWords.unknownCommand("uplaod", "upload")],
  ["stat", argumentWords.unknownCommand("stat", "status")],
  ["upload", "upload needs PATH"],
  ["upload --fast a.txt", argumentWords.unknownOption("upload", "--fast", null)],
  ["upload --limt 5MiB/s a.txt", argumentWords.unknownOption("upload", "--limt", "limit")],
  ["upload --dry a.txt", argumentWords.unknownOption("upload", "--dry", "dry-run")],
  ["upload -x a.txt", argumentWords.unknownOption("upload", "-x", null)],
  ["--acessible", argumentWords.unknownOption(null, "--acessible", "accessible")],
  ["upload --bucket", argumentWords.needsValue("--bucket", "B")],
  ["upload --bucket= a.txt", argumentWords.emptyValue("--bucket")],
  ["upload --endpoint= a.txt", argumentWords.emptyValue("--endpoint")],
  ["upload --include= a.txt", argumentWords.emptyValue("--include")],
  ["upload --json=1 a.txt", argumentWords.takesNoValue("--json", "1")],
  [
    "upload --bucket one-inbox --bucket two-inbox a.txt",
    argumentWords.givenTwice("--bucket", "one-inbox", "two-inbox"),
  ],
  ["upload -q -v a.txt", argumentWords.notTogether("--quiet", "--verbose")],
  ["history --json --csv", argumentWords.notTogether("--csv", "--json")],
  [
    "upload --files-from a --files-from0 b",
    argumentWords.notTogether("--files-from0", "--files-from"),
  ],
  ["upload --conflict overwrite a.txt", `--conflict "overwrite" must be skip, rename or replace`],
  ["upload --addressing host a.txt", `--addressing "host" must be auto, path or virtual`],
  ["upload --limit fast a.txt", `--limit "fast" must be a speed such as 5MiB/s`],
  ["upload --limit 5MiB/h a.txt", `--limit "5MiB/h" must be a speed such as 5MiB/s`],
  ["upload --limit 1k a.txt", `--limit "1k" must be at least 16 KiB/s`],
  ["upload --part-size 64MiB/s a.txt", `--part-size "64MiB/s" must be a size such as 64MiB`],
  ["upload --part-size 1MiB a.txt", `--part-size "1MiB" must be between 5 MiB and 5 GiB`],
  ["upload --min-age 60 a.txt", `--min-age "60" must be a time such as 60s, 10m, 1h or 1d`],
  ["upload --min-age soon a.txt", `--min-age "soon" must be a time`],
  ["upload --exclude * --include *.csv a", `--exclude "*" leaves out everything`],
  ["upload --include *.csv --key k -", "--include leaves nothing out of standard input"],
  ["upload --min-age 60s --key k -", "--min-age leaves nothing out of standard input"],
  ["upload --files-from list a.txt", "--files-from cannot be combined with paths"],
  ["upload --files-from0 list a.txt", "--files-from0 cannot be combined with paths"],
  ["upload --key k - a.txt", "s3-sftp: - cannot be combined with other paths"],
  ["upload --key k --part-size 1GiB -", `--part-size "1GiB" must be at most 256 MiB`],
  ["upload ", `A path is empty; write . for this folder.`],
  ["upload a.txt ", `A path is empty; write . for this folder.`],
  ["upload --files-from .", `--files-from "." is a folder; name a file.`],
  ["demo --setup --serve", argumentWords.notTogether("--serve", "--setup")],
  ["help uplaod", argumentWords.unknownCommand("uplaod", "upload")],
  ["help dance", argumentWords.unknownCommand("dance", null)],
  ["upload --files-from no-such-list", `--files-from "no-such-list" does not exist`],
  ["upload --bucket a..b a.txt", `--bucket "a..b" must not contain two dots in a row`],
  ["upload --prefix a//b a.txt", `--prefix "a//b" must not contain //`],
  [
    "upload --log-url https://me:secret@logs.example a.txt",
    "--log-url must not contain a user name",
  ],
  ["upload --endpoint ftp://store a.txt", "must start with https:// or http://"],
  ["upload --key k a.txt b.txt", "--key works with one file, but there are several paths"],
  [
    `upload --note ${"x".repeat(300)} a.txt`,
    `--note "${"x".repeat(59)}…" is longer than 200 characters`,
  ],
  ["upload -", "--key is missing: it names what standard input becomes"],
  ["upload --key k --dry-run -", "--dry-run cannot check standard input"],
  ["upload --content-type text/plain;x=€ a.txt", "must look like type/subtype"],
  ["upload --meta Name=1 --meta name=2 a.txt", "has the same name twice"],
  [
    `upload --meta a=${"x".repeat(1000)} --meta b=${"y".repeat(1024)} --meta c=${"z".repeat(30)} a`,
    "2 KiB",
  ],
  ["upload --limit -1 a.txt", argumentWords.valueLikeOption("--limit", "RATE", "-1")],
  ["upload a.txt --json", argumentWords.behindPath("--json")],
  ["upload - --key k", argumentWords.behindPath("--key")],
  ["status now", "status takes no arguments"],
  ["history --count 0", historyCommandWords.wrongCount("0")],
  ["history --forget-before yesterday", historyCommandWords.wrongDate("yesterday")],
  ["history --forget-before 2026-02-30", historyCommandWords.wrongDate("2026-02-30")],
  ["history --forget-before 9999-01-01", historyCommandWords.wrongDate("9999-01-01")],
  ["receipt", "receipt needs ID"],
  ["doctor --fix", "--fix"],
  ["policy", "policy needs BUCKET"],
  ["policy a", `The bucket "a" must have 3 to 63 characters.\n  ${policyWords.example}`],
  ["policy a/b", `The bucket "a" must have 3 to 63 characters.\n  ${policyWords.example}`],
  ["policy /acme/b", `The bucket of "/acme/b" is empty.\n  ${policyWords.form("acme/b")}`],
  ["policy ./acme", `The bucket "." must have 3 to 63 characters.\n  ${policyWords.form("acme")}`],
  [
    "policy acme/*",
    `The folder "*" must not contain *: the policy is for all below a folder.\n  ${policyWords.form("acme")}`,
  ],
  ["policy arn:aws:s3:::acme/*", policyWords.form("acme")],
  ["policy s3://Acme/north", `The bucket "Acme" contains "A"`],
  [
    "policy s3://acme/a*",
    `The folder "a*" must not contain *: the policy is for all below a folder.\n  ${policyWords.example}`,
  ],
  ["policy https://acme.example", `contains ":"`],
  ["policy My_Bucket", `"My_Bucket" contains "M": S3 allows only lower-case letters`],
  ["policy my_bucket/north", `contains "_"`],
  [
    "policy acme-inbox/a//b",
    `The folder "a//b" must not contain //.\n  ${policyWords.form("acme-inbox/a/b")}`,
  ],
  ["reset --all", "--all"],
  ["demo now", "demo takes no arguments"],
  ["completion tcsh", completionWords.unknownShell("tcsh", shells)],
];

/** What the app says below a field: here there is none to look at. */
const ofNoOption = errorWords({ code: "InvalidInput", field: "path", problem: "is wrong" }).next;

describe("a command line that is wrong", () => {
  let machine: SenderMachine;
  beforeAll(async () => {
    machine = await createSenderMachine();
  });
  afterAll(async () => {
    await machine.remove();
  });

  it.each(wrong)(
    "s3-sftp %s: is named, ends with 2 and begins no state",
    async (commandLine, says) => {
      const { environment, files } = machine;
      const { code, stdout, stderr } = await runCli(commandLine.split(" "), {
        environment,
        folder: files,
      });
      expect(stderr).toContain(says);
      expect(stderr).toMatch(/^s3-sftp: /);
      expect(stderr).not.toContain("secret");
      expect(stderr).not.toContain(ofNoOption);
      expect(stdout).toBe("");
      expect(code).toBe(2);
      expect(await readdir(machine.root)).not.toContain("home");
    },
  );

  it.each([
    ["My-Bucket", `--bucket "My-Bucket" contains "M": S3 allows only lower-case letters`],
    ["my_bucket", `--bucket "my_bucket" contains "_"`],
    ["xn--inbox", `--bucket "xn--inbox" must not start with xn--`],
  ])(
    "names the rule of AWS that the bucket %s breaks, and asks AWS nothing",
    async (name, says) => {
      const keys = { accessKeyId: "AKIAEXAMPLE000000000", secretAccessKey: "x".repeat(40) };
      const environment = machine.withKeys({ region: "eu-west-1", endpoint: null }, keys);
      const { code, stderr } = await runCli(["upload", "--bucket", name, "a.txt"], {
        // An answer, whatever it is, would come from there.
        environment: { ...environment, HTTPS_PROXY: "http://127.0.0.1:9" },
        folder: machine.files,
      });
      expect(stderr).toContain(says);
      expect(code).toBe(2);
    },
  );

  it.each([
    [{ AWS_ENDPOINT_URL: "ftp://store" }, `AWS_ENDPOINT_URL "ftp://store" must start with`],
    [{ AWS_ENDPOINT_URL_S3: "ftp://store" }, `AWS_ENDPOINT_URL_S3 "ftp://store" must start with`],
    [{ AWS_REGION: "eu west!" }, `AWS_REGION "eu west!" may contain only`],
    [{ AWS_DEFAULT_REGION: "eu!" }, `AWS_DEFAULT_REGION "eu!" may contain only`],
    [{}, "--region is missing: set it, or AWS_REGION"],
  ])("names the variable of %j, or what is missing", async (variables, says) => {
    const environment = {
      ...machine.environment,
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE000000000",
      AWS_SECRET_ACCESS_KEY: "x".repeat(40),
      ...variables,
    };
    const { code, stderr } = await runCli(["upload", "--bucket", "inbox", "a.txt"], {
      environment,
      folder: machine.files,
    });
    expect(stderr).toContain(says);
    expect(stderr).not.toContain(ofNoOption);
    expect(code).toBe(2);
  });

  it("names --key where the one path is a folder", async () => {
    const address = { region: "eu-west-1", endpoint: "http://127.0.0.1:9" };
    const keys = { accessKeyId: "AKIAEXAMPLE000000000", secretAccessKey: "x".repeat(40) };
    await machine.write("folder/a.txt", "a");
    const { code, stderr } = await runCli(["upload", "--bucket", "inbox", "--key", "k", "folder"], {
      environment: machine.withKeys(address, keys),
      folder: machine.files,
    });
    expect(stderr).toContain("--key works with one file, but the path is a folder");
    expect(code).toBe(2);
  });

  it("names --files-from for a list of lines that was given to --files-from0", async () => {
    await machine.write("list", "a.txt\nb.txt\n");
    const address = { region: "eu-west-1", endpoint: "http://127.0.0.1:9" };
    const keys = { accessKeyId: "AKIAEXAMPLE000000000", secretAccessKey: "x".repeat(40) };
    const { code, stderr } = await runCli(
      ["upload", "--bucket", "inbox", "--files-from0", "list"],
      {
        environment: machine.withKeys(address, keys),
        folder: machine.files,
      },
    );
    expect(stderr).toContain('--files-from0 "list" has lines, and no NUL: use --files-from');
    expect(code).toBe(2);
  });
});

import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../../support/processes/run-cli.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sites/sender-machine.ts";
import { argumentWords } from "../../../src/words/commands/arguments.ts";
import { historyCommandWords } from "../../../src/words/commands/history.ts";

/** A command line that cannot be carried out, and what is said of it. */
const wrong: readonly (readonly [commandLine: string, says: string])[] = [
  ["send a.txt", `unknown command "send"`],
  ["upload", "upload needs PATH"],
  ["upload --fast a.txt", "--fast"],
  ["upload --bucket", "--bucket"],
  ["upload --conflict overwrite a.txt", "must be skip, rename or replace"],
  ["upload --limit fast a.txt", "must be a speed such as 5MiB/s"],
  ["upload --endpoint ftp://store a.txt", "must start with https:// or http://"],
  ["upload --key k a.txt b.txt", "there are several paths"],
  ["upload -", "name standard input with --key"],
  ["upload --key k --dry-run -", "standard input, which --dry-run cannot check"],
  ["upload --content-type text/plain;x=€ a.txt", "must look like type/subtype"],
  ["upload --meta Name=1 --meta name=2 a.txt", "has the same name twice"],
  [
    `upload --meta a=${"x".repeat(1000)} --meta b=${"y".repeat(1024)} --meta c=${"z".repeat(30)} a`,
    "2 KiB",
  ],
  ["upload --limit -1 a.txt", "argument is ambiguous\n  s3-sftp upload --help"],
  ["upload a.txt --json", argumentWords.behindPath("--json")],
  ["upload - --key k", argumentWords.behindPath("--key")],
  ["status now", "status takes no arguments"],
  ["history --count 0", historyCommandWords.wrongCount],
  ["history --forget-before yesterday", historyCommandWords.wrongDate],
  ["history --forget-before 2026-02-30", historyCommandWords.wrongDate],
  ["history --forget-before 9999-01-01", historyCommandWords.wrongDate],
  ["receipt", "receipt needs ID"],
  ["doctor --fix", "--fix"],
  ["policy", "policy needs BUCKET"],
  ["policy a", "must have 3 to 63 characters"],
  ["reset --all", "--all"],
  ["demo now", "demo takes no arguments"],
  ["completion tcsh", "bash, zsh, fish"],
];

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
      expect(stdout).toBe("");
      expect(code).toBe(2);
      expect(await readdir(machine.root)).not.toContain("home");
    },
  );
});

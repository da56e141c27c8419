import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../../support/run-cli.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sender-machine.ts";

/** A command line that cannot be carried out, and what is said of it. */
const wrong: readonly (readonly [commandLine: string, says: string])[] = [
  ["send a.txt", `there is no command "send"`],
  ["upload", "upload needs PATH"],
  ["upload --fast a.txt", "--fast"],
  ["upload --bucket", "--bucket"],
  ["upload --conflict overwrite a.txt", "is none of skip, rename and replace"],
  ["upload --limit fast a.txt", "no speed such as 5MiB/s"],
  ["upload --endpoint ftp://store a.txt", "begins with neither https:// nor http://"],
  ["upload --key k a.txt b.txt", "there are several paths"],
  ["upload -", "give it one with --key"],
  ["upload - --key k --dry-run", "standard input: what --dry-run reads"],
  ["upload --content-type text/plain;x=€ a.txt", "is no type/subtype"],
  ["upload --meta Name=1 --meta name=2 a.txt", "names something twice"],
  [
    `upload --meta a=${"x".repeat(1000)} --meta b=${"y".repeat(1024)} --meta c=${"z".repeat(30)} a`,
    "2 KiB",
  ],
  ["upload --limit -1 a.txt", "argument is ambiguous\n  s3-sftp upload --help"],
  ["status now", "status takes only options"],
  ["history --count 0", "--count is a number from 1"],
  ["receipt", "receipt needs ID"],
  ["doctor --fix", "--fix"],
  ["policy", "policy needs BUCKET"],
  ["policy a", "has fewer than 3 or more than 63 characters"],
  ["reset --all", "--all"],
  ["demo now", "demo takes only options"],
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

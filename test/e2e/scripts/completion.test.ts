import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { commandTable, shells } from "../../../src/cli/command-table.ts";
import { componentMissing } from "../../support/processes/components.ts";
import { startOnPty } from "../../support/processes/pty.ts";
import { program, runCli } from "../../support/processes/run-cli.ts";
import { isFullRun } from "../../support/values/run-size.ts";
import { sender } from "../../support/values/s3-people.ts";
import { standInSiteForEach } from "../../support/sites/stand-in-site.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";
import { storeConnection } from "../../support/sites/stored-connection.ts";

const site = standInSiteForEach();

const scriptFor = async (shell: string) => {
  const { code, stdout } = await runCli(["completion", shell], {
    environment: site.machine.environment,
  });
  expect(code).toBe(0);
  return stdout;
};

const find = (name: string) =>
  (process.env["PATH"] ?? "")
    .split(":")
    .map((folder) => path.join(folder, name))
    .find(existsSync);

/** A folder with `s3-sftp` in it, as an installation has one on the PATH. */
const installed = async () => {
  const file = path.join(site.machine.root, "s3-sftp");
  await writeFile(file, `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`, {
    mode: 0o755,
  });
  return `${site.machine.root}:${process.env["PATH"] ?? ""}`;
};

/** Completes the last word, and prints what is offered. */
const ask = (...words: readonly string[]) =>
  `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
   COMPREPLY=(); _s3_sftp; (IFS=,; echo "\${COMPREPLY[*]}")`;

/** Lines of a shell, and what each of them may become. */
const completed = [
  ["s3-sftp upload --con", ["--connection", "--conflict", "--content-type"]],
  ["s3-sftp upload --conflict re", ["rename", "replace"]],
  ["s3-sftp upload --conflict=re", ["rename", "replace"]],
  ["s3-sftp upload --connection c", ["clinic"]],
  ["s3-sftp completion p", ["powershell"]],
  ["s3-sftp upload with", ["space.txt"]],
  ["s3-sftp with", ["space.txt"]],
] as const;

const setUp = async () => {
  const { environment } = site.machine;
  const address = { region, endpoint: site.s3.endpoint };
  await storeConnection({ environment, address, keys: sender(bucket), bucket });
  await site.machine.write("with a space.txt", "");
};

// Both shells in each full run; a short one has their scripts read as texts.
describe.runIf(isFullRun)("completion in a shell", () => {
  it.runIf(!componentMissing("fish"))("offers the same in fish", async () => {
    await setUp();
    const script = path.join(site.machine.root, "completion.fish");
    await writeFile(script, await scriptFor("fish"));
    const env = { ...site.machine.environment, PATH: await installed() };
    for (const [line, offers] of completed) {
      const ask = `source '${script}'; complete -C '${line}'`;
      const said = execFileSync("fish", ["--no-config", "-c", ask], {
        encoding: "utf8",
        cwd: site.machine.files,
        env,
      });
      for (const offer of offers) expect(said, line).toContain(offer);
      expect(said.trim().split("\n"), line).toHaveLength(offers.length);
    }
  });

  it.runIf(!componentMissing("zsh")).each(["sourced", "installed as a file"])(
    "offers the same in zsh, %s, with the first Tab",
    async (how) => {
      await setUp();
      const folder = path.join(site.machine.root, "functions");
      await mkdir(folder);
      const script = path.join(folder, how === "sourced" ? "completion.zsh" : "_s3-sftp");
      await writeFile(script, await scriptFor("zsh"));
      const zsh = startOnPty(["zsh", "-f", "-i"], {
        columns: 100,
        environment: { ...site.machine.environment, PATH: await installed(), LANG: "C.UTF-8" },
        folder: site.machine.files,
      });
      const dump = path.join(site.machine.root, "zcompdump");
      const start = [
        "PROMPT='%% '",
        `fpath=('${folder}' $fpath)`,
        `autoload -Uz compinit && compinit -u -d '${dump}'`,
        ...(how === "sourced" ? [`source '${script}'`] : []),
        "clear",
        "echo ready",
      ];
      zsh.send(`${start.join("; ")}\r`);
      await zsh.waitForText(/^ready$/m);
      for (const [line, offers] of completed) {
        zsh.send(`clear\r`);
        await zsh.waitForText(/^%$/m);
        zsh.send(`${line}\t`);
        for (const offer of offers) await zsh.waitForText(offer);
        await zsh.press("ctrlC");
      }
      await zsh.close();
    },
  );
});

describe("completion", () => {
  it.each(shells)("for %s names every command, every option and every choice", async (shell) => {
    const script = await scriptFor(shell);
    for (const { command, options, choices = [] } of commandTable) {
      if (command !== null) expect(script).toContain(command);
      for (const choice of choices) expect(script).toContain(choice);
      for (const { name, short, choices: values = [] } of options) {
        expect(script).toMatch(new RegExp(`(--|-l )${name}\\b`));
        if (short !== undefined) expect(script).toMatch(new RegExp(`-(s )?${short}\\b`));
        for (const value of values) expect(script).toContain(value);
      }
    }
  });

  it("completes commands, options, choices and stored connections in bash", async () => {
    const { environment, files } = site.machine;
    const address = { region, endpoint: site.s3.endpoint };
    const keys = sender(bucket);
    await storeConnection({ environment, address, keys, bucket });
    const lines = [
      await scriptFor("bash"),
      ask("s3-sftp", "upload", "--con"),
      ask("s3-sftp", "re"),
      ask("s3-sftp", "upload", "--conflict", "re"),
      // As readline takes `--conflict=re` apart, and `--conflict=`.
      ask("s3-sftp", "upload", "--conflict", "=", "re"),
      ask("s3-sftp", "upload", "--conflict", "="),
      ask("s3-sftp", "upload", "--connection", ""),
      ask("s3-sftp", "completion", "p"),
      ask("s3-sftp", "upload", "with"),
      ask("s3-sftp", "with"),
    ];
    await site.machine.write("with a space.txt", "");
    const said = execFileSync("bash", ["-c", lines.join("\n")], {
      encoding: "utf8",
      cwd: files,
      env: { ...environment, PATH: await installed() },
    });
    expect(said.trimEnd().split("\n")).toEqual([
      "--connection,--conflict,--content-type",
      "receipt,reset",
      "rename,replace",
      "rename,replace",
      "skip,rename,replace",
      "clinic",
      "powershell",
      "with a space.txt",
      "with a space.txt",
    ]);
  });

  it.skipIf(find("pwsh") === undefined)("completes in PowerShell", async () => {
    const script = `${await scriptFor("powershell")}
      foreach ($line in @('s3-sftp upload --conflict re', 's3-sftp upload --con', 's3-sftp re')) {
        ([System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches | ForEach-Object { $_.ListItemText }) -join ','
      }`;
    const said = execFileSync("pwsh", ["-NoProfile", "-Command", script], { encoding: "utf8" });
    expect(said.trim().split("\n")).toEqual([
      "rename,replace",
      "--connection,--conflict,--content-type",
      "receipt,reset",
    ]);
  });
});

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commandWords } from "../../src/server/words/command-words.ts";
import { tokenWords } from "../../src/server/words/token-words.ts";

const entry = path.resolve(import.meta.dirname, "../../src/server/main.ts");
let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "s3-sftp-lost-output-"));
});
afterEach(async () => rm(home, { recursive: true, force: true }));

/** Runs the program by a line of shell, in which "$@" is the program with its words. */
const run = (script: string, ...args: readonly string[]) =>
  new Promise<{ readonly code: unknown; readonly stderr: string }>((resolve) => {
    const env = { PATH: process.env["PATH"], HOME: home };
    const words = ["-c", script, "sh", process.execPath, entry, ...args];
    execFile("sh", words, { env, cwd: home }, (error, _stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stderr }),
    );
  });

const tokens = () => readFile(path.join(home, "tokens"), "utf8");

describe("a token that nobody has seen", () => {
  it.each([
    ["on a full disk", '"$@" > /dev/full', "ENOSPC"],
    ["where standard output is closed", '"$@" >&-', "EBADF"],
    ["whose reader is gone", 'mkfifo p; (: < p) & exec 4> p; wait; "$@" >&4', "EPIPE"],
  ])("%s is taken back", async (_, script, why) => {
    const { code, stderr } = await run(script, "token", "add", "clinic", "--tokens", "tokens");
    expect(stderr).toContain(tokenWords.takenBack("clinic", why));
    expect(stderr).not.toContain("internal error");
    expect(code).toBe(3);
    expect(await tokens()).not.toContain("clinic");
  });
});

describe("a list that cannot be written", () => {
  it("is said in a sentence on a full disk", async () => {
    await run('"$@"', "token", "add", "clinic", "--tokens", "tokens");
    const { code, stderr } = await run('"$@" > /dev/full', "token", "list", "--tokens", "tokens");
    expect(stderr).toBe(`${commandWords.failed(commandWords.outputLost("ENOSPC"))}\n`);
    expect(code).toBe(3);
  });

  it("is no failure where the reader has seen enough", async () => {
    const { stderr } = await run(
      'mkfifo p; (: < p) & exec 4> p; wait; "$@" >&4; echo "code $?" >&2',
      "--help",
    );
    expect(stderr).toBe("code 0\n");
  });
});

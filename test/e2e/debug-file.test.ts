import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCli } from "../support/processes/run-cli.ts";
import { createSenderMachine, type SenderMachine } from "../support/sites/sender-machine.ts";

let machine: SenderMachine;
beforeEach(async () => {
  machine = await createSenderMachine();
});
afterEach(() => machine.remove());

const run = (args: readonly string[], debugFile: string) =>
  runCli(args, {
    environment: { ...machine.environment, S3_SFTP_DEBUG: debugFile },
    folder: machine.files,
  });

describe("S3_SFTP_DEBUG", () => {
  it("ends with 3 and says why when its file cannot be written, before anything is done", async () => {
    const { code, stdout, stderr } = await run(["status"], path.join(machine.root, "absent", "x"));
    expect(code).toBe(3);
    expect(stdout).toBe("");
    expect(stderr).toContain("S3_SFTP_DEBUG");
    expect(stderr).toContain("ENOENT");
    expect(stderr).toContain(path.join("absent", "x"));
    expect((await run(["--version"], path.join(machine.root, "absent", "x"))).code).toBe(0);
  });

  it("writes beside the folder that the command was given in", async () => {
    expect((await run(["status"], "debug.jsonl")).code).toBe(0);
    expect(await readFile(path.join(machine.files, "debug.jsonl"), "utf8")).toBe("");
  });
});

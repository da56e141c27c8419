import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setupWords } from "../../../src/words/setup.ts";
import { startOnPty, type PtyProgram } from "../../support/processes/pty.ts";
import { program } from "../../support/processes/run-cli.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sites/sender-machine.ts";

const enterAlternate = "\u001b[?1049h";
const leaveAlternate = "\u001b[?1049l";

let machine: SenderMachine;
let app: PtyProgram | null = null;
beforeEach(async () => {
  machine = await createSenderMachine();
});
afterEach(async () => {
  await app?.close();
  app = null;
  await machine.remove();
});

describe("the app that another program has stopped", () => {
  it("is drawn anew after fg, and takes keys", async () => {
    const shell = startOnPty(["bash", "--norc", "--noprofile", "-i"], {
      environment: { PATH: process.env["PATH"] ?? "", PS1: "shell> ", ...machine.environment },
      folder: machine.files,
    });
    app = shell;
    await shell.waitForText("shell>");
    await shell.type(`"${process.execPath}" "${program}"`);
    await shell.press("enter");
    await shell.waitForText(setupWords.title("accessKeyId"));
    // With its first frame it hears of no signal yet.
    await shell.untilStill();
    // The only child of the shell.
    const child = await readFile(`/proc/${shell.pid}/task/${shell.pid}/children`, "utf8");
    process.kill(Number(child), "SIGSTOP");
    await shell.waitForText(/Stopped[^]*shell>/);
    const before = shell.output().lastIndexOf(enterAlternate);
    await shell.type("fg");
    await shell.press("enter");
    await expect
      .poll(() => shell.output().lastIndexOf(enterAlternate), { timeout: 15_000 })
      .toBeGreaterThan(before);
    await shell.waitForText(setupWords.title("accessKeyId"));
    await shell.type("TYPED");
    await shell.waitForText(/│ TYPED {5}/);
    await shell.press("ctrlC");
    await shell.waitForText("shell>");
    expect(shell.output().lastIndexOf(leaveAlternate)).toBeGreaterThan(
      shell.output().lastIndexOf(enterAlternate),
    );
  });
});

import { afterEach, describe, expect, it } from "vitest";
import { foregroundWaits } from "./foreground-waits.ts";
import { startOnPty, type PtyProgram } from "./pty.ts";

let terminal: PtyProgram | null = null;
afterEach(async () => terminal?.close());

const start = (command: readonly string[]): PtyProgram => {
  terminal = startOnPty(command, { environment: { PATH: process.env["PATH"] ?? "" } });
  return terminal;
};

describe("the program in front", () => {
  it("waits when it has nothing to do", async () => {
    const { pid } = start(["sleep", "60"]);
    await expect.poll(() => foregroundWaits(pid, "every thread")).toBe(true);
  });

  it.runIf(process.platform === "linux")(
    "does not while it has, also when a shell has started it",
    async () => {
      const shell = start(["bash", "--norc", "--noprofile", "-i"]);
      await shell.type(`"${process.execPath}" -e 'console.log("at " + "work"); for (;;);'\r`);
      await shell.waitForText("at work");
      for (let look = 0; look < 20; look += 1)
        expect(foregroundWaits(shell.pid, "main thread")).toBe(false);
    },
  );

  it("waits for nothing when it has ended", async () => {
    const program = start(["true"]);
    await program.exited;
    expect(foregroundWaits(program.pid, "every thread")).toBe(true);
  });
});

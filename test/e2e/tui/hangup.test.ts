import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setupWords } from "../../../src/words/setup.ts";
import { componentMissing } from "../../support/processes/components.ts";
import { program } from "../../support/processes/run-cli.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sites/sender-machine.ts";
import { startTmux, type Tmux } from "../../support/processes/tmux.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";

// The shell outlives its terminal to note how the program ended; the program itself hears SIGHUP as always.
const script = `trap '' HUP; (trap - HUP; exec "$0" "$1"); echo $? >"$2"`;

describe.runIf(!componentMissing("tmux"))("a terminal that goes away", () => {
  let machine: SenderMachine;
  let tmux: Tmux | null = null;
  beforeEach(async () => {
    machine = await createSenderMachine();
  });
  afterEach(async () => {
    await tmux?.close();
    await machine.remove();
  });

  it("ends the app in order, and not as a crash", async () => {
    const noted = path.join(machine.root, "code");
    tmux = await startTmux({
      columns: 80,
      rows: 24,
      environment: { PATH: process.env["PATH"] ?? "", ...machine.environment },
    });
    const running = tmux;
    running.run(["sh", "-c", script, process.execPath, program, noted]);
    await waitUntil("the first question", () =>
      running.screen().includes(setupWords.title("accessKeyId")),
    );
    await running.close();
    tmux = null;
    const code = () => (existsSync(noted) ? readFileSync(noted, "utf8").trim() : "");
    await waitUntil("the code was noted", () => code() !== "");
    expect(code()).toBe("129");
  });
});

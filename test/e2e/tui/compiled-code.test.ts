import { readdirSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setupWords } from "../../../src/words/setup.ts";
import { componentMissing } from "../../support/processes/components.ts";
import { program } from "../../support/processes/run-cli.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sites/sender-machine.ts";
import { startTmux, type Tmux } from "../../support/processes/tmux.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";

describe.runIf(!componentMissing("tmux"))("compiled code", () => {
  let machine: SenderMachine;
  let tmux: Tmux | null = null;
  beforeEach(async () => {
    machine = await createSenderMachine();
  });
  afterEach(async () => {
    await tmux?.close();
    await machine.remove();
  });

  it("is kept for the next start while the app runs: it may be killed, or its machine switched off", async () => {
    const caches = path.join(machine.root, "caches");
    tmux = await startTmux({
      columns: 80,
      rows: 24,
      environment: {
        PATH: process.env["PATH"] ?? "",
        ...machine.environment,
        XDG_CACHE_HOME: caches,
      },
    });
    const running = tmux;
    running.run([process.execPath, program]);
    await waitUntil("the first question", () =>
      running.screen().includes(setupWords.title("accessKeyId")),
    );
    const kept = () =>
      readdirSync(path.join(caches, "s3-sftp"), { recursive: true, withFileTypes: true }).filter(
        (entry) => entry.isFile(),
      );
    await waitUntil("the code is kept", () => kept().length > 10);
    expect(running.screen()).toContain(setupWords.title("accessKeyId"));
  });
});

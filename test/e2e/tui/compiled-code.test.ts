import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { setupWords } from "../../../src/words/setup.ts";
import { componentMissing } from "../../support/processes/components.ts";
import { program } from "../../support/processes/run-cli.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";
import { appOnTmuxForEach } from "../../support/sites/app-on-tmux.ts";

describe.runIf(!componentMissing("tmux"))("compiled code", () => {
  const app = appOnTmuxForEach();

  it("is kept for the next start while the app runs: it may be killed, or its machine switched off", async () => {
    const caches = path.join(app.machine.root, "caches");
    const running = await app.start([process.execPath, program], { XDG_CACHE_HOME: caches });
    const kept = () =>
      readdirSync(path.join(caches, "s3-sftp"), { recursive: true, withFileTypes: true }).filter(
        (entry) => entry.isFile(),
      );
    await waitUntil("the code is kept", () => kept().length > 10);
    expect(running.screen()).toContain(setupWords.title("accessKeyId"));
  });
});

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { componentMissing } from "../../support/processes/components.ts";
import { program } from "../../support/processes/run-cli.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";
import { appOnTmuxForEach } from "../../support/sites/app-on-tmux.ts";

// The shell outlives its terminal to note how the program ended; the program itself hears SIGHUP as always.
const script = `trap '' HUP; (trap - HUP; exec "$0" "$1"); echo $? >"$2"`;

describe.runIf(!componentMissing("tmux"))("a terminal that goes away", () => {
  const app = appOnTmuxForEach();

  it("ends the app in order, and not as a crash", async () => {
    const noted = path.join(app.machine.root, "code");
    await app.start(["sh", "-c", script, process.execPath, program, noted]);
    await app.close();
    const code = () => (existsSync(noted) ? readFileSync(noted, "utf8").trim() : "");
    await waitUntil("the code was noted", () => code() !== "");
    expect(code()).toBe("129");
  });
});

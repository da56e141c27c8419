import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { spawnSync } from "node:child_process";
import { browserWords } from "../../src/words/browser.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { componentMissing } from "../support/processes/components.ts";
import { type PtyProgram, startOnPty } from "../support/processes/pty.ts";
import { sendInApp } from "../support/sites/send-in-app.ts";
import { createSenderSite, type SenderSite } from "../support/sites/sender-site.ts";
import { bucket, mebibyte } from "../support/sites/stand-in-store.ts";

describe.runIf(!componentMissing("screen"))("the app in GNU screen", () => {
  let site: SenderSite;
  let terminal: PtyProgram;
  let environment: Readonly<Record<string, string>> = {};

  beforeEach(async () => {
    site = await createSenderSite({ limitBytesPerSecond: 3 * mebibyte });
    await site.machine.write("video-of-the-whole-november.mov", someBytes(24));
    const sockets = path.join(site.machine.root, "screens");
    await mkdir(sockets, { mode: 0o700 });
    environment = { ...site.environment, SCREENDIR: sockets, LANG: "C.UTF-8" };
  });
  afterEach(async () => {
    await terminal.close();
    spawnSync("screen", ["-S", "sender", "-X", "quit"], { env: environment });
    await site.close();
  });

  const inScreen = (args: readonly string[]) => {
    terminal = startOnPty(["screen", "-U", "-c", "/dev/null", ...args], { environment });
    return terminal;
  };

  it("sends while nobody is attached, is drawn whole again, and leaves the shell's screen as it was", async () => {
    inScreen(["-S", "sender", ...site.command]);
    await terminal.waitForText(browserWords.nothingSelected);
    // The terminal type that screen gives its programs, and its way of drawing.
    expect(terminal.screen()).toMatch(/^ ● inbox\/in · eu-central-1 +\[1 Files\]/);
    await sendInApp(terminal, { select: "marked", selected: "1 file selected" });
    await terminal.waitForText(/video.*\.mov.* \d+%/);

    terminal.send("\u0001d");
    await terminal.waitForText("detached");
    await terminal.exited;
    inScreen(["-r", "sender"]);
    await terminal.waitForText(/video.*\.mov +delivered/, 60_000);
    terminal.resize(40, 12);
    await terminal.waitForText(/^ ● inbo.*\[2 Queue\]/m);
    terminal.resize(80, 24);
    await terminal.waitForText(/^╰─{78}╯$/m);
    await terminal.waitForText(/\n \? help[^\n]*$/);
    expect(await site.store.sha256(bucket, "in/video-of-the-whole-november.mov")).toBe(
      sha256Of(someBytes(24)),
    );
    await terminal.type("q");
    await terminal.waitForText("[screen is terminating]");
  });
});

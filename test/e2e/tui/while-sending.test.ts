import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { someBytes } from "../../support/values/bytes.ts";
import { type PtyProgram, startOnPty } from "../../support/processes/pty.ts";
import { holdParts } from "../../support/sites/hold-parts.ts";
import { sendInApp } from "../../support/sites/send-in-app.ts";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";
import { arrived } from "../../support/values/arrived.ts";

const esc = "\u001b";
const bell = "\u0007";
const progress = `${esc}]9;4;`;
const title = `${esc}]0;`;
/** xterm's stack of titles: keep, and bring back. */
const keepTitle = `${esc}[22;0t`;
const bringTitleBack = `${esc}[23;0t`;

let site: SenderSite;
/** Until then the upload stands in the middle. */
let letThrough: () => void;
let shell: PtyProgram | null = null;
afterEach(async () => {
  await shell?.close();
  shell = null;
  await site.close();
});

const createSite = async (terminalSignals: boolean) => {
  site = await createSenderSite({ terminalSignals });
  letThrough = holdParts(site.store, 1);
  await site.machine.write("video.mov", someBytes(6));
};

const send = async (app: PtyProgram) => {
  await app.waitForText("video.mov");
  await sendInApp(app, { select: "marked", selected: "1 file" });
  await app.waitForText(/video\.mov.* [1-9]\d?%/, 30_000);
};

describe("title, bell and progress of the terminal", () => {
  it("are set while something is sent, and are as before at the end", async () => {
    await createSite(true);
    const app = await site.open({ environment: { WT_SESSION: "as in Windows Terminal" } });
    await send(app);
    letThrough();
    await app.waitForText(arrived(1), 60_000);
    await app.type("q");
    expect(await app.exited).toBe(0);
    const output = app.output();
    expect(output).toMatch(new RegExp(`${esc}\\]0;s3-sftp \\d+%${bell}`));
    expect(output).toMatch(new RegExp(`${esc}\\]9;4;1;\\d+${bell}`));
    expect(output.lastIndexOf(`${progress}0${bell}`)).toBe(output.lastIndexOf(progress));
    expect(output.indexOf(keepTitle)).toBeLessThan(output.indexOf(title));
    expect(output.lastIndexOf(bringTitleBack)).toBeGreaterThan(output.lastIndexOf(title));
    // The one that is no end of a title or of a progress.
    expect(
      output.replaceAll(new RegExp(`${esc}\\][^${bell}]*${bell}`, "g"), "").split(bell),
    ).toHaveLength(2);
  });

  it.each(["xterm-kitty", "xterm-256color"])(
    "have no progress where a terminal may show it as notifications: %s",
    async (TERM) => {
      await createSite(true);
      const app = await site.open({ environment: { TERM } });
      await send(app);
      letThrough();
      await app.waitForText(arrived(1), 60_000);
      await app.type("q");
      expect(await app.exited).toBe(0);
      expect(app.output()).toContain(title);
      expect(app.output()).not.toContain(`${esc}]9;`);
    },
  );

  it.each([
    ["switched off by the setting", false, "xterm-256color"],
    ["left alone on a console that would print them", true, "linux"],
  ] as const)("are %s", async (_, terminalSignals, TERM) => {
    await createSite(terminalSignals);
    const environment = { TERM, WT_SESSION: "as in Windows Terminal" };
    const app = await site.open({ environment });
    await send(app);
    letThrough();
    await app.waitForText(arrived(1), 60_000);
    await app.type("q");
    expect(await app.exited).toBe(0);
    for (const sequence of [progress, title, keepTitle, bringTitleBack])
      expect(app.output()).not.toContain(sequence);
    if (!terminalSignals) expect(app.output()).not.toContain(bell);
  });
});

describe("Ctrl+Z while something is sent", () => {
  beforeEach(() => createSite(true));

  it("gives the shell its screen, and shows the upload again after fg", async () => {
    shell = startOnPty(["bash", "--norc", "--noprofile", "-i"], {
      environment: { ...site.environment, PS1: "shell> " },
    });
    await shell.waitForText("shell>");
    await shell.type(site.command.map((word) => `"${word}"`).join(" "));
    await shell.press("enter");
    await send(shell);
    await shell.press("ctrlZ");
    await shell.waitForText("Stopped");
    expect(shell.screen()).not.toContain("2 Queue");
    await shell.type("fg");
    await shell.press("enter");
    await shell.waitForText(/^ ● inbox.*\[2 Queue/m);
    letThrough();
    await shell.waitForText(arrived(1), 60_000);
    await shell.type("q");
    await shell.waitForText("shell>");
    expect(shell.screen()).not.toContain("2 Queue");
  });
});

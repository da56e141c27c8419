import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { appWords } from "../../../src/words/app.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import type { Question, SetupGroup } from "../../../src/domain/setup.ts";
import { accessibleWords } from "../../../src/words/plain-text.ts";
import { setupWords } from "../../../src/words/setup.ts";
import { keyHelp } from "../../support/values/key-hint.ts";
import { startOnPty, type PtyProgram } from "../../support/processes/pty.ts";
import { program } from "../../support/processes/run-cli.ts";
import { throwOnSignal } from "../../support/processes/throw-on-signal.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sites/sender-machine.ts";

const esc = "\u001b";
const enterAlternate = `${esc}[?1049h`;
const leaveAlternate = `${esc}[?1049l`;
const showCursor = `${esc}[?25h`;
const hideCursor = `${esc}[?25l`;
const wrapOn = `${esc}[?7h`;
const wrapOff = `${esc}[?7l`;
const pasteOff = `${esc}[?2004l`;

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

interface Given {
  readonly columns?: number;
  readonly rows?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly nodeArgs?: readonly string[];
}

const start = ({ environment = {}, args = [], nodeArgs = [], ...size }: Given = {}): PtyProgram => {
  app = startOnPty([process.execPath, ...nodeArgs, program, ...args], {
    ...size,
    environment: { PATH: process.env["PATH"] ?? "", ...machine.environment, ...environment },
    folder: machine.files,
  });
  return app;
};

const asked = (question: Question, group: SetupGroup = "key"): string =>
  accessibleWords.answer(setupWords.title(question), setupWords.group(group));

/** Whatever was switched on is switched off again, behind the last time it was on. */
const expectScreenGivenBack = (output: string) => {
  expect(output.lastIndexOf(leaveAlternate)).toBeGreaterThan(output.lastIndexOf(enterAlternate));
  expect(output.lastIndexOf(showCursor)).toBeGreaterThan(output.lastIndexOf(hideCursor));
  expect(output).toContain(wrapOff);
  expect(output.lastIndexOf(wrapOn)).toBeGreaterThan(output.lastIndexOf(wrapOff));
};
const expectRestored = (output: string) => {
  expectScreenGivenBack(output);
  expect(output.lastIndexOf(pasteOff)).toBeGreaterThan(output.lastIndexOf(`${esc}[?2004h`));
};

describe("the terminal after the app", () => {
  it("is as before when the person leaves", async () => {
    const running = start();
    await running.waitForText(setupWords.title("accessKeyId"));
    await running.press("ctrlC");
    expect(await running.exited).toBe(3);
    expectRestored(running.output());
  });

  it.each([
    ["SIGTERM", 143],
    ["SIGHUP", 129],
    ["SIGINT", 130],
  ] as const)("is as before after %s", async (signal, code) => {
    const running = start();
    await running.waitForText(setupWords.title("accessKeyId"));
    running.signal(signal);
    expect(await running.exited).toBe(code);
    expectRestored(running.output());
  });

  it("is as before after a crash, which is told on the screen that was there before", async () => {
    const running = start({ nodeArgs: throwOnSignal(`new Error("planted")`) });
    await running.waitForText(setupWords.title("accessKeyId"));
    running.signal("SIGUSR2");
    expect(await running.exited).toBe(70);
    expectRestored(running.output());
    const behind = running.output().slice(running.output().lastIndexOf(leaveAlternate));
    expect(behind).toContain("planted");
  });

  it("comes back after it was stopped and went on", async () => {
    // A shell with job control, as people have it.
    app = startOnPty(["bash", "--norc", "--noprofile", "-i"], {
      environment: { PATH: process.env["PATH"] ?? "", PS1: "shell> ", ...machine.environment },
      folder: machine.files,
    });
    await app.waitForText("shell>");
    await app.type(`"${process.execPath}" "${program}"`);
    await app.press("enter");
    await app.waitForText(setupWords.title("accessKeyId"));
    await app.press("ctrlZ");
    await app.waitForText("Stopped");
    // Bash switches bracketed pastes on for itself.
    expectScreenGivenBack(app.output());
    await app.type("fg");
    await app.press("enter");
    await app.waitForText(setupWords.title("accessKeyId"));
    await app.type("AKIA");
    await app.waitForText("AKIA");
    await app.press("ctrlC");
    await app.waitForText("shell>");
    expectScreenGivenBack(app.output());
  });
});

describe("what is drawn", () => {
  it("is never cleared as a whole, and asks the terminal nothing", async () => {
    const running = start();
    await running.waitForText(setupWords.title("accessKeyId"));
    await running.type("AKIA7EXAMPLE00003F7Q");
    await running.waitForText("AKIA7EXAMPLE00003F7Q");
    await running.press("enter");
    await running.waitForText(` ${setupWords.title("secret")}`);
    running.resize(60, 16);
    await running.waitForText(` ${setupWords.title("secret")}`);
    await running.press("ctrlC");
    await running.exited;
    const output = running.output();
    expect(output).not.toContain(`${esc}[3J`);
    expect(output).not.toContain(`${esc}[2J`);
    // Cursor position, device attributes, colours, keyboard flags: questions that a slow line answers late.
    for (const question of ["[6n", "[c", "[>c", "[?u", "]10;?", "]11;?"])
      expect(output).not.toContain(esc + question);
  });

  it("takes no late answer of the terminal for typing", async () => {
    const running = start();
    await running.waitForText(setupWords.title("accessKeyId"));
    // Cursor position, device attributes, colour, focus: as a terminal answers another program's question.
    running.send(`${esc}[24;80R${esc}[?62;22c${esc}]11;rgb:0000/0000/0000${esc}\\${esc}[I`);
    await running.type("TYPED");
    await running.waitForText(/│ TYPED {5}/);
  });

  it("does not change while nothing changes", async () => {
    const running = start();
    await running.waitForText(setupWords.title("accessKeyId"));
    // On a busy machine the last of the start may come late: what changes for ever never gets past this.
    await expect
      .poll(
        async () => {
          const before = running.output().length;
          // What is not to come cannot be waited for.
          await new Promise((resolve) => setTimeout(resolve, 1_500));
          return running.output().length - before;
        },
        { timeout: 15_000 },
      )
      .toBe(0);
  });

  it("leaves the mouse to the terminal", async () => {
    const running = start();
    await running.waitForText(setupWords.title("accessKeyId"));
    for (const mode of ["9", "1000", "1001", "1002", "1003", "1005", "1006", "1015", "1016"])
      expect(running.output()).not.toContain(`${esc}[?${mode}h`);
  });

  it("has light colours from the first frame on where the terminal says that its window is light", async () => {
    const running = start({ environment: { COLORFGBG: "0;15" } });
    await running.waitForText(setupWords.title("accessKeyId"));
    // Blue and no cyan.
    const sequences = running.output().split(esc);
    const colours = sequences.flatMap((each) => /^\[(?:\d+;)*(3[46])[;m]/.exec(each)?.[1] ?? []);
    expect([...new Set(colours)]).toEqual(["34"]);
  });

  it("has no colours with NO_COLOR", async () => {
    const running = start({ environment: { NO_COLOR: "1" } });
    await running.waitForText(setupWords.title("accessKeyId"));
    const sequences = running.output().split(esc);
    expect(sequences.filter((each) => /^\[(3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]/.test(each))).toEqual(
      [],
    );
  });

  it("is ASCII with --ascii", async () => {
    const running = start({ args: ["--ascii"] });
    await running.waitForText(setupWords.title("accessKeyId"));
    expect(running.screen()).toMatch(/^[\n -~]*$/);
    expect(running.screen()).toContain("+--");
  });

  it("is ASCII in a locale that is not UTF-8", async () => {
    const running = start({ environment: { LC_ALL: "C", LANG: "C.UTF-8" } });
    await running.waitForText(setupWords.title("accessKeyId"));
    expect(running.screen()).toMatch(/^[\n -~]*$/);
    expect(running.screen()).toContain("+--");
  });

  it("is ASCII line by line, too, in a locale that is not UTF-8", async () => {
    const environment = { LANG: "de_DE.ISO-8859-1" };
    const running = start({ args: ["setup", "--accessible"], environment });
    await running.waitForText(setupWords.title("accessKeyId"));
    await running.untilStill();
    expect(running.output()).not.toMatch(/[^\p{ASCII}]/u);
  });

  it("has Unicode in C.UTF-8", async () => {
    const running = start({ environment: { LANG: "C.UTF-8" } });
    await running.waitForText(setupWords.title("accessKeyId"));
    expect(running.screen()).toContain("┌──");
  });

  it.each([
    [80, 24],
    [40, 12],
    [200, 60],
  ])("is readable at %d × %d", async (columns, rows) => {
    const running = start({ columns, rows });
    await running.waitForText(setupWords.title("accessKeyId"));
    expect(running.screen()).toContain(setupWords.title("accessKeyId"));
    expect(running.screen().split("\n").at(-1)?.trim()).toMatch(/^\? help/);
    for (const line of running.screen().split("\n"))
      expect(line.length).toBeLessThanOrEqual(columns);
  });

  it("is one line that asks for a larger window below 40 × 12, and comes back as it was", async () => {
    const running = start();
    await running.waitForText(setupWords.title("accessKeyId"));
    await running.type("AKIA1234");
    await running.waitForText("AKIA1234");
    running.resize(39, 12);
    await running.waitForText(appWords.tooSmall);
    expect(running.screen()).not.toContain(setupWords.title("accessKeyId"));
    running.resize(24, 8);
    await running.waitForText(new RegExp(`^${appWords.tooSmall.slice(0, 23)}…`, "m"));
    running.resize(80, 24);
    await running.waitForText("AKIA1234");
  });
});

describe("a key at a time", () => {
  it("is heard by the screen that the key before it has opened, however many come at once", async () => {
    const running = start();
    await running.waitForText(setupWords.title("accessKeyId"));
    await running.press("enter");
    const empty = { code: "InvalidInput", field: "accessKeyId", problem: "is empty" } as const;
    await running.waitForText(errorWords(empty).happened);
    // Help, search, and a word, in one piece as a slow line brings them.
    running.send("?/speed");
    await running.waitForText(keyHelp("queue", "limit"));
  });

  it("takes all that comes at once from a line that stalled, and waits for Enter to be pressed again", async () => {
    const running = start();
    await running.waitForText(setupWords.title("accessKeyId"));
    running.send("AKIA7EXAMPLE00003F7Q\r");
    await running.waitForText("AKIA7EXAMPLE00003F7Q");
    expect(running.screen()).toContain(setupWords.title("accessKeyId"));
    await running.press("enter");
    await running.waitForText(` ${setupWords.title("secret")}`);
  });

  it("does not submit what was pasted with a newline behind it", async () => {
    const running = start();
    await running.waitForText(setupWords.title("accessKeyId"));
    running.paste("AKIA7EXAMPLE00003F7Q\r\n");
    await running.waitForText("AKIA7EXAMPLE00003F7Q");
    expect(running.screen()).toContain(setupWords.title("accessKeyId"));
  });
});

describe("line by line", () => {
  const forms: readonly (readonly [string, Given])[] = [
    ["--accessible", { args: ["--accessible"] }],
    ["INK_SCREEN_READER=true", { environment: { INK_SCREEN_READER: "true" } }],
    ["TERM=dumb", { environment: { TERM: "dumb" } }],
  ];
  it.each(forms)("is how the app speaks with %s: no repaint, no sequences", async (_, given) => {
    const running = start(given);
    await running.waitForText(asked("accessKeyId"));
    await running.type("AKIA7EXAMPLE00003F7Q");
    await running.press("enter");
    await running.waitForText(asked("secret"));
    await running.type("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLKx9a");
    await running.press("enter");
    await running.waitForText(asked("bucket", "destination"));
    expect(running.output()).not.toContain(esc);
    expect(running.output()).not.toContain("wJalr");
    await running.press("ctrlC");
    expect(await running.exited).toBe(130);
  });
});

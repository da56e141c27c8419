import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { TerminalLines } from "../../../src/tui/plain-text/plain-terminal.ts";
import type { Keyboard } from "../../../src/tui/terminal/key-stream.ts";
import { accessibleWords } from "../../../src/words/plain-text.ts";
import { createManualClock } from "../../support/fakes/manual-clock.ts";

const accessKeyId = "AKIAEXAMPLE000000000";
const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const block = `export AWS_ACCESS_KEY_ID="${accessKeyId}"\rexport AWS_SECRET_ACCESS_KEY="${secret}"\rexport AWS_REGION="eu-west-1"\r`;
// Longer than the terminal has to be quiet for.
const aMomentMs = 100;

const open = () => {
  const modes: boolean[] = [];
  const stdin: Keyboard & PassThrough = Object.assign(new PassThrough(), {
    setRawMode: (isRaw: boolean) => modes.push(isRaw),
  });
  const stdout = new PassThrough();
  const clock = createManualClock();
  const terminal = new TerminalLines({ stdin, stdout, clock });
  let shown = "";
  stdout.on("data", (data: Buffer) => {
    shown += data.toString();
  });
  const type = async (...pieces: readonly string[]) => {
    for (const piece of pieces) {
      stdin.write(piece);
      await clock.advance(5);
    }
    await clock.advance(aMomentMs);
  };
  return { terminal, type, stdin, clock, modes, shown: () => shown };
};

const halves = (text: string, at: number): readonly string[] => [text.slice(0, at), text.slice(at)];

describe("a conversation line by line", () => {
  it.each([
    ["at once", [block]],
    ["in two pieces, cut within a name", halves(block, block.indexOf("_SECRET_"))],
    ["in two pieces, cut within the secret", halves(block, block.indexOf(secret) + 9)],
    ["letter by letter", Array.from(block)],
    ["between marks", [`\u001b[200~${block}\u001b[201~`, "\r"]],
    ["without an end, then Enter", [block.trimEnd(), "\r"]],
  ])("takes a block that comes %s for one answer, and shows nothing of it", async (_, pieces) => {
    const { terminal, type, shown } = open();
    const answer = terminal.ask("Access key:");
    await type(...pieces);
    expect(await answer).toBe(block.trimEnd().replaceAll("\r", "\n"));
    const later = terminal.ask("Bucket:");
    await type("inbox\r");
    expect(await later).toBe("inbox");
    expect(shown()).not.toContain(secret.slice(0, 9));
    expect(shown()).not.toContain("AWS_");
  });

  it("shows no piece of a secret when the rest of a block comes late", async () => {
    const { terminal, type, shown } = open();
    const first = terminal.ask("Access key:");
    const [before, behind] = halves(block, block.indexOf(secret) + 9);
    await type(before ?? "");
    await type(behind ?? "");
    expect(await first).toContain(secret);
    expect(shown()).toBe(`Access key: ${accessibleWords.pasted} \n`);
  });

  it("never shows a secret that is pasted where something else is asked", async () => {
    const { terminal, type, shown } = open();
    const answer = terminal.ask("Access key:");
    await type(`${secret}\r`);
    expect(await answer).toBe(secret);
    expect(shown()).not.toContain(secret.slice(0, 9));
  });

  it("shows nothing that is typed before a question, and everything once it is asked", async () => {
    const { terminal, type, shown } = open();
    await type("inbox");
    expect(shown()).toBe("");
    const answer = terminal.ask("Bucket:");
    expect(shown()).toBe("Bucket: inbox");
    await type("\r");
    expect(await answer).toBe("inbox");
  });

  it("shows a pasted URL when its line has ended", async () => {
    const { terminal, type, shown } = open();
    const answer = terminal.ask("Endpoint:");
    await type("https://s3.example.com");
    expect(shown()).not.toContain("https");
    await type("\r");
    expect(await answer).toBe("https://s3.example.com");
    expect(shown()).toContain("https://s3.example.com\n");
  });

  it("echoes what is typed, and what is taken back", async () => {
    const { terminal, type, shown } = open();
    const answer = terminal.ask("Bucket:");
    for (const key of ["a", "b", "界", "\u007f", "\u007f", "\u001b[D", "c"]) await type(key);
    await type("\r");
    expect(await answer).toBe("ac");
    expect(shown()).toBe("Bucket: ab界\b \b\b \b\b \bc\n");
  });

  it("takes a line back with Ctrl+U and a word with Ctrl+W", async () => {
    const { terminal, type } = open();
    const answer = terminal.ask("Name:");
    await type("one");
    await type("\u0015");
    await type("two 3");
    await type("\u0017");
    await type("four\r");
    expect(await answer).toBe("two four");
  });

  it("shows nothing of a secret but the end of its line", async () => {
    const { terminal, type, shown } = open();
    const answer = terminal.askSecret("Secret:");
    await type("hunter2", "\u007f", "3\r");
    expect(await answer).toBe("hunter3");
    expect(shown()).toBe("Secret: \n");
  });

  it("gives lines that were typed ahead to the questions after", async () => {
    const { terminal, type } = open();
    const first = terminal.ask("1:");
    await type("one\rtwo\r");
    expect(await first).toBe("one");
    expect(await terminal.ask("2:")).toBe("two");
  });

  it("ends with Ctrl+D on an empty line, and with the input", async () => {
    const { terminal, type, stdin, clock, shown } = open();
    const first = terminal.ask("1:");
    await type("\u0004");
    expect(await first).toBeNull();
    const second = terminal.ask("2:");
    stdin.end();
    await clock.advance(aMomentMs);
    expect(await second).toBeNull();
    expect(shown()).toBe("1: \n2: \n");
  });

  it("waits for a line, or for the signal", async () => {
    const { terminal, type } = open();
    const stop = new AbortController();
    const waiting = terminal.waitForLine(stop.signal);
    stop.abort();
    await waiting;
    const line = terminal.waitForLine(new AbortController().signal);
    await type("\r");
    await line;
  });

  it("takes what is still being pasted when it ends, so that no shell gets it", async () => {
    const { terminal, type, stdin, clock, shown } = open();
    let isQuiet = false;
    const drained = terminal.drain().then(() => (isQuiet = true));
    await type(`${secret}\rexport A=1\r`);
    expect(isQuiet).toBe(false);
    await clock.advance(aMomentMs);
    await drained;
    expect(stdin.readableLength).toBe(0);
    expect(shown()).toBe("");
    const later = terminal.ask("1:");
    await type("one\r");
    expect(await later).toBe("one");
  });

  it("lets the terminal echo nothing by itself until it is closed", () => {
    const { terminal, modes } = open();
    expect(modes).toEqual([true]);
    terminal.close();
    expect(modes).toEqual([true, false]);
  });
});

import { createInterface, type Interface } from "node:readline";
import type { Keyboard } from "../terminal/key-stream.ts";

/** A conversation line by line: nothing is drawn, repainted or moved. */
export interface PlainTerminal {
  say(line: string): void;
  /** The next line, without spaces around it; null at the end of the input (Ctrl+D). */
  ask(question: string): Promise<string | null>;
  /** As `ask`, and shows nothing of what is typed. */
  askSecret(question: string): Promise<string | null>;
  /** Resolves when a line is there, or when the signal is aborted; takes the line. */
  waitForLine(signal: AbortSignal): Promise<void>;
  close(): void;
}

export interface PlainTerminalParams {
  readonly stdin: Keyboard;
  readonly stdout: NodeJS.WritableStream;
}

/** What raw typing leaves: Backspace takes a character, Ctrl+U all of them. */
const edited = (typed: string): string => {
  let text: readonly string[] = [];
  for (const character of typed) {
    if (character === "\u007f" || character === "\b") text = text.slice(0, -1);
    else if (character === "\u0015") text = [];
    else text = [...text, character];
  }
  return text.join("");
};

// Raw typing takes Ctrl+C away from the terminal.
const interrupt = (chunk: string | Buffer): void => {
  if (chunk.toString().includes("\u0003")) process.kill(process.pid, "SIGINT");
};

/** On a real terminal, which edits and echoes lines itself, so that a screen reader hears what it knows. */
export class TerminalLines implements PlainTerminal {
  readonly #stdin: Keyboard;
  readonly #stdout: NodeJS.WritableStream;
  readonly #reader: Interface;
  readonly #waiting: string[] = [];
  #isEnded = false;
  #wake: (() => void) | null = null;

  constructor({ stdin, stdout }: PlainTerminalParams) {
    this.#stdin = stdin;
    this.#stdout = stdout;
    this.#reader = createInterface({ input: stdin, terminal: false });
    this.#reader.on("line", (line) => {
      this.#waiting.push(line);
      this.#wake?.();
    });
    this.#reader.on("close", () => {
      this.#isEnded = true;
      this.#wake?.();
    });
  }

  say(line: string): void {
    this.#stdout.write(`${line}\n`);
  }

  async ask(question: string): Promise<string | null> {
    this.#stdout.write(`${question} `);
    return (await this.#next())?.trim() ?? null;
  }

  async askSecret(question: string): Promise<string | null> {
    this.#stdout.write(`${question} `);
    this.#stdin.setRawMode?.(true);
    this.#stdin.on("data", interrupt);
    const typed = await this.#next();
    this.#stdin.off("data", interrupt);
    this.#stdin.setRawMode?.(false);
    this.#stdout.write("\n");
    return typed === null ? null : edited(typed).trim();
  }

  async waitForLine(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    await Promise.race([this.#something(), aborted]);
    this.#waiting.shift();
  }

  close(): void {
    this.#reader.close();
  }

  /** Resolves when a line waits, or the input has ended. */
  async #something(): Promise<void> {
    if (this.#waiting.length > 0 || this.#isEnded) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    await promise;
  }

  async #next(): Promise<string | null> {
    await this.#something();
    return this.#waiting.shift() ?? null;
  }
}

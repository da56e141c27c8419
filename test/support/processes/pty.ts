import { setTimeout as wait } from "node:timers/promises";
import { spawn, type IPty } from "@lydell/node-pty";
import headless from "@xterm/headless";
import { shownLines } from "../values/shown-lines.ts";
import { foregroundWaits } from "./foreground-waits.ts";

export interface PtyOptions {
  readonly columns?: number;
  readonly rows?: number;
  /** The whole environment; nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly folder?: string;
}

/** Keys as a terminal sends them. */
const keys = {
  enter: "\r",
  escape: "\u001b",
  tab: "\t",
  shiftTab: "\u001b[Z",
  space: " ",
  backspace: "\u007f",
  up: "\u001b[A",
  down: "\u001b[B",
  right: "\u001b[C",
  left: "\u001b[D",
  pageDown: "\u001b[6~",
  end: "\u001b[F",
  ctrlC: "\u0003",
  ctrlL: "\u000c",
  ctrlU: "\u0015",
  ctrlZ: "\u001a",
} as const;

/** A key of the keyboard. */
export type Key = keyof typeof keys;

/** A program on a terminal of its own, used as a person does: look at the screen, press keys. */
export interface PtyProgram {
  readonly pid: number;
  /** Everything the program has written so far. */
  readonly output: () => string;
  /** Hears what is written from now on, as it was written. */
  onOutput(listener: (text: string) => void): void;
  /** What the screen shows, line by line, without spaces at the ends. */
  screen(): string;
  press(...pressed: readonly Key[]): Promise<void>;
  /** Letters one after the other, as from a keyboard. */
  type(text: string): Promise<void>;
  /** All at once, as a slow line brings what was typed meanwhile. */
  send(text: string): void;
  /** As a terminal with bracketed paste sends it. */
  paste(text: string): void;
  /** Resolves when the screen shows the text; rejects with the screen after `limitMs` (30 s). */
  waitForText(text: string | RegExp, limitMs?: number): Promise<void>;
  /** Resolves when the screen no longer shows the text. */
  waitForNoText(text: string | RegExp, limitMs?: number): Promise<void>;
  /**
   * Resolves when the screen has been the same for `quietMs` (150) and the program waits: what was asked for is drawn.
   * On a busy machine a program may stand in the queue for a processor for longer, with all that was typed unread.
   */
  untilStill(quietMs?: number): Promise<void>;
  /** Resolves when the program has written more than `since`, a length of its output. */
  untilWritten(since: number): Promise<void>;
  resize(columns: number, rows: number): void;
  /** While true, what the program writes never reaches the screen. */
  lose(isLosing: boolean): void;
  signal(name: NodeJS.Signals): void;
  /** Resolves with the exit code when the program has ended. */
  readonly exited: Promise<number>;
  /** Ends the program if it still runs. */
  close(): Promise<void>;
}

const defaultTimeoutMs = 30_000;
const pollIntervalMs = 20;
/** Several frames of an app that draws at most 30 a second. */
const stillMs = 150;
/** And so often looked at: a test that had no processor itself has read nothing of what was written meanwhile. */
const stillLooks = 5;
/** Pieces of a frame are no farther apart while the program has a processor. */
const framePieceMs = 10;
/** What is drawn again all the time is looked at as it is. */
const maxFrameMs = 300;
/** A person's pace. */
const pressMs = 15;
/** The app waits for what follows Esc, which would be read with it as one key. */
const escapeMs = 105;
/** A program that reads nothing for so long is looked at as it is. */
const maxUnreadMs = 10_000;

const shows = (screen: string, text: string | RegExp): boolean =>
  typeof text === "string" ? screen.includes(text) : text.test(screen);

class Program implements PtyProgram {
  readonly exited: Promise<number>;
  readonly #pty: IPty;
  readonly #terminal: InstanceType<typeof headless.Terminal>;
  #output = "";
  #hasExited = false;
  #isLosing = false;

  constructor(command: readonly string[], options: PtyOptions) {
    const { columns: cols = 80, rows = 24, environment, folder } = options;
    const [file = "", ...args] = command;
    this.#terminal = new headless.Terminal({ cols, rows, allowProposedApi: true });
    this.#pty = spawn(file, args, {
      name: environment["TERM"] ?? "xterm-256color",
      cols,
      rows,
      env: { TERM: "xterm-256color", ...environment },
      ...(folder !== undefined && { cwd: folder }),
    });
    this.#pty.onData((data) => {
      this.#output += data;
      if (!this.#isLosing) this.#terminal.write(data);
    });
    this.exited = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal }) => {
        this.#hasExited = true;
        // The screen is behind the output until the terminal has read all of it.
        this.#terminal.write("", () => resolve(signal ? 128 + signal : exitCode));
      });
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  readonly output = (): string => this.#output;

  onOutput(listener: (text: string) => void): void {
    this.#pty.onData(listener);
  }

  screen(): string {
    return shownLines(this.#terminal).join("\n").trimEnd();
  }

  async press(...pressed: readonly Key[]): Promise<void> {
    for (const key of pressed) {
      await this.#untilRead();
      this.#pty.write(keys[key]);
      await wait(pressMs);
      if (key !== "escape") continue;
      await this.#untilRead();
      await wait(escapeMs);
    }
  }

  async type(text: string): Promise<void> {
    await this.#untilRead();
    for (const letter of text) {
      this.#pty.write(letter);
      await wait(2);
    }
  }

  send(text: string): void {
    this.#pty.write(text);
  }

  paste(text: string): void {
    this.#pty.write(`\u001b[200~${text}\u001b[201~`);
  }

  async waitForText(text: string | RegExp, limitMs = defaultTimeoutMs): Promise<void> {
    await this.#waitUntil(() => shows(this.screen(), text), `"${text}"`, limitMs);
    await this.#untilFrameIsWhole();
  }

  waitForNoText(text: string | RegExp, limitMs = defaultTimeoutMs): Promise<void> {
    return this.#waitUntil(() => !shows(this.screen(), text), `the end of "${text}"`, limitMs);
  }

  untilStill(quietMs = stillMs): Promise<void> {
    let [screen, sinceMs, looks] = [this.screen(), performance.now(), 0];
    const isStill = () => {
      const now = this.screen();
      looks += 1;
      if (now === screen)
        return (
          looks > stillLooks &&
          performance.now() - sinceMs >= quietMs &&
          foregroundWaits(this.pid, "every thread")
        );
      [screen, sinceMs, looks] = [now, performance.now(), 0];
      return false;
    };
    return this.#waitUntil(isStill, "a screen that stands still", defaultTimeoutMs);
  }

  untilWritten(since: number): Promise<void> {
    return this.#waitUntil(() => this.#output.length > since, "output", defaultTimeoutMs);
  }

  resize(columns: number, rows: number): void {
    this.#pty.resize(columns, rows);
    this.#terminal.resize(columns, rows);
  }

  lose(isLosing: boolean): void {
    this.#isLosing = isLosing;
  }

  signal(name: NodeJS.Signals): void {
    this.#pty.kill(name);
  }

  async close(): Promise<void> {
    if (!this.#hasExited) this.#pty.kill("SIGKILL");
    await this.exited;
    this.#terminal.dispose();
  }

  /**
   * Until the program has read what was typed before: on a busy machine keys come together that a person pressed one
   * after the other, and what comes together is a paste to the app, whose line end submits nothing.
   */
  async #untilRead(): Promise<void> {
    const endMs = performance.now() + maxUnreadMs;
    while (!foregroundWaits(this.pid, "main thread") && performance.now() < endMs)
      await wait(pollIntervalMs);
  }

  /** A large frame comes in pieces, which a busy machine brings one after the other: a look at once would miss the rest. */
  async #untilFrameIsWhole(): Promise<void> {
    const endMs = performance.now() + maxFrameMs;
    let before: string;
    do {
      before = this.screen();
      await wait(framePieceMs);
      if (before === this.screen() && foregroundWaits(this.pid, "main thread")) return;
    } while (performance.now() < endMs);
  }

  async #waitUntil(isTrue: () => boolean, what: string, limitMs: number): Promise<void> {
    const endMs = performance.now() + limitMs;
    while (!isTrue()) {
      if (performance.now() > endMs) {
        throw new Error(
          `waited ${limitMs} ms in vain for ${what}; the screen is\n${this.screen()}`,
        );
      }
      await wait(pollIntervalMs);
    }
  }
}

/** Starts a program on a terminal of 80 × 24 unless told otherwise. */
export const startOnPty = (command: readonly string[], options: PtyOptions): PtyProgram =>
  new Program(command, options);

import { isKeyBlock, isSecretShaped, mayHoldSecret } from "../../domain/pasted-keys.ts";
import type { Clock } from "../../services/ports/clock.ts";
import { accessibleWords } from "../../words/plain-text.ts";
import type { Keyboard } from "../terminal/key-stream.ts";
import { quietMs, terminalClock } from "../terminal/quiet.ts";
import { gatherBursts, type Burst } from "./typed-bursts.ts";
import { emptyLine, typeBurst, type PasteRules, type TypedLine } from "./typed-line.ts";

/** A conversation line by line: nothing is drawn, repainted or moved. */
export interface PlainTerminal {
  say(line: string): void;
  /**
   * The next line, without spaces around it; null at the end of the input (Ctrl+D). A pasted block of keys is one
   * answer with line ends in it, and is not shown.
   */
  ask(question: string): Promise<string | null>;
  /** As `ask`, and shows nothing of what is typed. */
  askSecret(question: string): Promise<string | null>;
  /** Resolves when a line is there, or when the signal is aborted; takes the line. */
  waitForLine(signal: AbortSignal): Promise<"line" | "aborted" | "end of input">;
  /** Takes and forgets what is still being typed or pasted, so that no shell gets it; resolves when it is quiet. */
  drain(): Promise<void>;
  close(): void;
}

export interface PlainTerminalParams {
  readonly stdin: Keyboard;
  readonly stdout: NodeJS.WritableStream;
  readonly clock?: Pick<Clock, "sleep">;
}

const rules: PasteRules = { isBlock: isKeyBlock, mayHoldSecret, isSecret: isSecretShaped };

// A second of pasting; who pastes for longer has something else in mind.
const maxDrains = 12;

// Long enough for a stop signal to take effect, where it does at all.
const stopMs = 20;

/** A question that waits for its answer. */
interface Asking {
  /** Null for a line that nobody is asked for, and that is not shown. */
  readonly question: string | null;
  readonly isSecret: boolean;
  readonly answer: (text: string | null) => void;
}

/**
 * On a real terminal. Lines are edited here, by the keys and with the echo of the terminal's own: that one would show
 * each line of a pasted block before anybody could look at it.
 */
export class TerminalLines implements PlainTerminal {
  readonly #stdin: Keyboard;
  readonly #stdout: NodeJS.WritableStream;
  readonly #clock: Pick<Clock, "sleep">;
  readonly #release: () => void;
  readonly #stop = new AbortController();
  #waiting: readonly Burst[] = [];
  #line: TypedLine = emptyLine;
  #asking: Asking | null = null;
  #isEnded = false;
  /** How many have come. */
  #bursts = 0;

  constructor({ stdin, stdout, clock = terminalClock }: PlainTerminalParams) {
    this.#stdin = stdin;
    this.#stdout = stdout;
    this.#clock = clock;
    stdin.setRawMode?.(true);
    this.#release = gatherBursts({
      keyboard: stdin,
      clock,
      onBurst: (burst) => {
        this.#bursts += 1;
        if (burst.text.includes("\u001a")) return void this.#suspend();
        this.#waiting = [...this.#waiting, burst];
        return this.#type();
      },
      onInterrupt: () => process.kill(process.pid, "SIGINT"),
      onEnd: () => {
        this.#isEnded = true;
        this.#type();
      },
    });
  }

  say(line: string): void {
    this.#stdout.write(`${line}\n`);
  }

  async ask(question: string): Promise<string | null> {
    return (await this.#ask(question, false))?.trim() ?? null;
  }

  async askSecret(question: string): Promise<string | null> {
    return (await this.#ask(question, true))?.trim() ?? null;
  }

  async waitForLine(signal: AbortSignal): Promise<"line" | "aborted" | "end of input"> {
    if (signal.aborted) return "aborted";
    const aborted = new Promise<"aborted">((resolve) => {
      signal.addEventListener("abort", () => resolve("aborted"), { once: true });
    });
    const typed = this.#ask(null, true).then((line) => (line === null ? "end of input" : "line"));
    const why = await Promise.race([typed, aborted]);
    this.#asking = null;
    return why;
  }

  async drain(): Promise<void> {
    if (this.#isEnded) return;
    let seen = -1;
    for (let tries = 0; tries < maxDrains && seen !== this.#bursts; tries += 1) {
      seen = this.#bursts;
      // Twice the pause that ends a burst: one that is being gathered is through by then.
      await this.#clock.sleep(2 * quietMs, this.#stop.signal).catch(() => undefined);
    }
    this.#waiting = [];
  }

  close(): void {
    this.#stop.abort();
    this.#release();
    this.#stdin.setRawMode?.(false);
  }

  #ask(question: string | null, isSecret: boolean): Promise<string | null> {
    if (question !== null) this.#stdout.write(`${question} `);
    return new Promise((answer) => {
      this.#asking = { question, isSecret, answer };
      this.#type();
    });
  }

  /** Gives what was typed to the question that is asked; what comes behind waits for the next one. */
  #type(): void {
    for (;;) {
      const asking = this.#asking;
      if (asking === null) return;
      const [burst, ...later] = this.#waiting;
      if (burst === undefined) {
        if (this.#isEnded) this.#answer(asking, null);
        return;
      }
      const { line, echo, answer, rest } = typeBurst(this.#line, burst, rules);
      const isNewlyHeld = line.isHeld && !this.#line.isHeld && !asking.isSecret;
      if (isNewlyHeld) this.#stdout.write(`${accessibleWords.pasted} `);
      this.#line = line;
      this.#waiting = rest === null ? later : [rest, ...later];
      const shown = asking.isSecret ? echo.replaceAll(/[^\n]/gu, "") : echo;
      if (shown !== "" && asking.question !== null) this.#stdout.write(shown);
      if (answer !== null) this.#answer(asking, answer === "end of input" ? null : answer.text);
    }
  }

  #answer(asking: Asking, text: string | null): void {
    this.#asking = null;
    // Ctrl+D ends no line: what is said next would stand behind the question.
    if (text === null && asking.question !== null) this.#stdout.write("\n");
    asking.answer(text);
  }

  /** Ctrl+Z, which raw typing takes away from the terminal, too; after `fg` the question is asked again. */
  async #suspend(): Promise<void> {
    this.#stdin.setRawMode?.(false);
    process.kill(0, "SIGTSTP");
    // Rejects when the app has been left meanwhile.
    await this.#clock.sleep(stopMs, this.#stop.signal).catch(() => undefined);
    if (this.#stop.signal.aborted) return;
    this.#stdin.setRawMode?.(true);
    const question = this.#asking?.question ?? null;
    if (question === null) return;
    this.#line = emptyLine;
    this.#stdout.write(`\n${question} `);
  }
}

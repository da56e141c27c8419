import { spawn } from "@lydell/node-pty";
import headless from "@xterm/headless";
import { setTimeout as sleep } from "node:timers/promises";
import { shownLines } from "../../test/support/values/shown-lines.ts";

/** What a program wrote at once, and when, on the clock of `performance.now`. */
export interface TimedChunk {
  readonly atMs: number;
  readonly bytes: number;
}

/** A program in a terminal of 80 × 24, under the stopwatch. */
export interface TimedTerminal {
  readonly pid: number;
  readonly startedAtMs: number;
  readonly chunks: readonly TimedChunk[];
  send(keys: string): void;
  screen(): string;
  /** When the bytes came that made the screen so. Rejects after `timeoutMs` with what the screen shows. */
  waitFor(isThere: (screen: string) => boolean, timeoutMs?: number): Promise<number>;
  /** Resolves once nothing was written for so long. */
  quiet(ms: number): Promise<void>;
  close(): Promise<void>;
}

const columns = 80;
const rows = 24;

const readScreen = (terminal: headless.Terminal): string => shownLines(terminal).join("\n");

/** Starts a program; the time runs from here. */
export const startTimed = (
  [program = "", ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
  folder = process.cwd(),
): TimedTerminal => {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  const chunks: TimedChunk[] = [];
  let parsedChunks = 0;
  const pty = spawn(program, args, {
    cols: columns,
    rows,
    name: "xterm-256color",
    cwd: folder,
    env: {
      TERM: "xterm-256color",
      LANG: "C.UTF-8",
      PATH: process.env["PATH"] ?? "",
      ...environment,
    },
  });
  // Forking this process is not the program's time.
  const startedAtMs = performance.now();
  const ended = new Promise<void>((resolve) => {
    pty.onExit(() => resolve());
  });
  pty.onData((data) => {
    chunks.push({ atMs: performance.now(), bytes: Buffer.byteLength(data) });
    terminal.write(data, () => {
      parsedChunks += 1;
    });
  });
  const lastAtMs = () => chunks.at(-1)?.atMs ?? startedAtMs;
  return {
    pid: pty.pid,
    startedAtMs,
    chunks,
    send: (keys) => pty.write(keys),
    screen: () => readScreen(terminal),
    waitFor: async (isThere, timeoutMs = 20_000) => {
      const deadline = performance.now() + timeoutMs;
      for (let looked = -1; performance.now() < deadline; await sleep(2)) {
        const parsed = parsedChunks;
        if (parsed === looked) continue;
        looked = parsed;
        if (isThere(readScreen(terminal))) return chunks[parsed - 1]?.atMs ?? startedAtMs;
      }
      throw new Error(`the screen does not come to show it:\n${readScreen(terminal)}`);
    },
    quiet: async (ms) => {
      while (performance.now() - lastAtMs() < ms) await sleep(ms / 4);
    },
    close: async () => {
      pty.kill("SIGKILL");
      await ended;
      terminal.dispose();
    },
  };
};

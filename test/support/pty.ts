import { spawn } from "@lydell/node-pty";
import headless from "@xterm/headless";
import type { Terminal } from "@xterm/headless";
import { waitUntil } from "./wait-until.ts";

/** Keys by the names that people use; anything else is typed as it is. */
const keyBytes = {
  Enter: "\r",
  Esc: "\u001B",
  Tab: "\t",
  ShiftTab: "\u001B[Z",
  Space: " ",
  Backspace: "\u007F",
  Delete: "\u001B[3~",
  Up: "\u001B[A",
  Down: "\u001B[B",
  Right: "\u001B[C",
  Left: "\u001B[D",
  Home: "\u001B[H",
  End: "\u001B[F",
  PageUp: "\u001B[5~",
  PageDown: "\u001B[6~",
  CtrlC: "\u0003",
  CtrlU: "\u0015",
  CtrlZ: "\u001A",
} as const;

export type KeyName = keyof typeof keyBytes;

export interface PtyOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly folder?: string;
}

/** A program in a real terminal, as its user sees it. */
export interface PtyProgram {
  readonly pid: number;
  readonly terminal: Terminal;
  press(...keys: readonly KeyName[]): void;
  type(text: string): void;
  /** As a terminal with bracketed paste sends it. */
  paste(text: string): void;
  /** Lines without trailing spaces. */
  screen(): string;
  /** All bytes so far, colours and cursor moves included. */
  bytes(): string;
  waitForText(text: string | RegExp, timeoutMs?: number): Promise<void>;
  waitForNoText(text: string | RegExp, timeoutMs?: number): Promise<void>;
  resize(columns: number, rows: number): void;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<{ readonly exitCode: number; readonly signal: number }>;
  /** Ends the program if it still runs. */
  close(): Promise<void>;
}

const readScreen = (terminal: Terminal) =>
  Array.from({ length: terminal.rows }, (_, row) => {
    const buffer = terminal.buffer.active;
    return buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? "";
  })
    .join("\n")
    .trimEnd();

const shows = (text: string | RegExp, screen: string) =>
  typeof text === "string" ? screen.includes(text) : text.test(screen);

/** Starts `command` in a terminal of its own; 80 × 24 unless said otherwise. */
export const startInPty = (command: readonly string[], options: PtyOptions): PtyProgram => {
  const [program = "", ...args] = command;
  const columns = options.columns ?? 80;
  const rows = options.rows ?? 24;
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  const pty = spawn(program, args, {
    cols: columns,
    rows,
    name: "xterm-256color",
    cwd: options.folder ?? process.cwd(),
    env: { TERM: "xterm-256color", PATH: process.env["PATH"] ?? "", ...options.environment },
  });
  let bytes = "";
  let isRunning = true;
  const end = Promise.withResolvers<{ readonly exitCode: number; readonly signal: number }>();
  pty.onData((data) => {
    bytes += data;
    terminal.write(data);
  });
  pty.onExit(({ exitCode, signal }) => {
    isRunning = false;
    end.resolve({ exitCode, signal: signal ?? 0 });
  });
  const screen = () => readScreen(terminal);
  const waitFor = async (what: string, isThere: () => boolean, timeoutMs: number) => {
    try {
      await waitUntil(what, isThere, timeoutMs);
    } catch (error) {
      throw new Error(`${what}; the screen shows:\n${screen()}`, { cause: error });
    }
  };
  return {
    pid: pty.pid,
    terminal,
    press: (...keys) => {
      for (const key of keys) pty.write(keyBytes[key]);
    },
    type: (text) => pty.write(text),
    paste: (text) => pty.write(`\u001B[200~${text}\u001B[201~`),
    screen,
    bytes: () => bytes,
    waitForText: (text, timeoutMs = 15_000) =>
      waitFor(`waited for ${text}`, () => shows(text, screen()), timeoutMs),
    waitForNoText: (text, timeoutMs = 15_000) =>
      waitFor(`waited until ${text} is gone`, () => !shows(text, screen()), timeoutMs),
    resize: (newColumns, newRows) => {
      terminal.resize(newColumns, newRows);
      pty.resize(newColumns, newRows);
    },
    kill: (signal) => process.kill(pty.pid, signal),
    ended: end.promise,
    close: async () => {
      if (isRunning) pty.kill("SIGKILL");
      await end.promise;
      terminal.dispose();
    },
  };
};

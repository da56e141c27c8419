import type { PlainTerminal } from "../../../src/tui/plain-text/plain-terminal.ts";

export interface ScriptedTerminal extends PlainTerminal {
  /** Everything that was said and asked, in its order. */
  readonly heard: () => string;
  /** Answers that nobody asked for. */
  readonly unused: () => readonly string[];
}

/** A person who answers line by line from a list; at its end the input ends. */
export const createScriptedTerminal = (script: readonly string[]): ScriptedTerminal => {
  const answers = [...script];
  const lines: string[] = [];
  const next = (question: string): string | null => {
    lines.push(question);
    return answers.shift() ?? null;
  };
  return {
    say: (line) => lines.push(line),
    ask: async (question) => next(question),
    askSecret: async (question) => next(question),
    waitForLine: (signal) =>
      new Promise((resolve) => {
        if (signal.aborted) resolve("aborted");
        signal.addEventListener("abort", () => resolve("aborted"), { once: true });
      }),
    drain: async () => undefined,
    close: () => undefined,
    heard: () => lines.join("\n"),
    unused: () => answers,
  };
};

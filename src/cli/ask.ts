import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { CommandContext } from "./command-context.ts";

const ask = async (
  question: string,
  { stdin, stderr, signal }: CommandContext,
  isHidden: boolean,
): Promise<string> => {
  // Readline echoes what is typed, and clears the line before its question; a secret goes into this hole instead.
  const hole = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: isHidden ? hole : stderr, terminal: true });
  // Only now the terminal shows nothing any more: who types at once would be seen.
  if (isHidden) stderr.write(question);
  // Readline takes Ctrl+C away from the process.
  lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return await lines.question(isHidden ? "" : question, { signal });
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    throw thrown;
  } finally {
    lines.close();
    if (isHidden) stderr.write("\n");
  }
};

/** Asks on the terminal, and shows what is typed. Ctrl+C rejects with the signal's reason. */
export const askLine = (question: string, context: CommandContext): Promise<string> =>
  ask(question, context, false);

/** Asks on the terminal, and shows nothing of the answer. */
export const askSecret = (question: string, context: CommandContext): Promise<string> =>
  ask(question, context, true);

/** True for y or yes; Enter alone means no. */
export const askYes = async (question: string, context: CommandContext): Promise<boolean> =>
  /^y(es)?$/i.test((await askLine(`${question} [y/N] `, context)).trim());

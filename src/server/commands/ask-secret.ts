import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";

/**
 * A secret from the terminal, which shows nothing of it, or the first line of what stands on standard input; empty
 * where there is none. Never from an argument: every user of the machine can list those.
 */
export const askSecret = async (question: string): Promise<string> => {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return ((await text(stdin)).trim().split(/\r?\n/)[0] ?? "").trim();
  // Readline echoes what is typed; a secret goes into this hole instead.
  const hole = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: hole, terminal: true });
  // Only now the terminal shows nothing any more: who types at once would be seen.
  stderr.write(question);
  // Readline takes Ctrl+C away from the process.
  lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const ended = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
  try {
    return (await Promise.race([lines.question(""), ended])).trim();
  } finally {
    lines.close();
    stderr.write("\n");
  }
};

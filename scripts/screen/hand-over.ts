import type { PtyProgram } from "../../test/support/processes/pty.ts";
import { restoreTerminal } from "../../src/tui/terminal/restore.ts";

/** Lets a program that runs on a terminal of its own go on on this process's, until it ends. Gives its exit code. */
export const handOver = async (app: PtyProgram): Promise<number> => {
  const { stdin, stdout } = process;
  const resize = () => app.resize(stdout.columns, stdout.rows);
  const send = (keys: Buffer) => app.send(keys.toString());
  // All that it has written puts this terminal into the same state: its modes, and the screen.
  stdout.write(app.output());
  app.onOutput((text) => stdout.write(text));
  stdin.setRawMode(true);
  stdin.on("data", send);
  stdout.on("resize", resize);
  resize();
  try {
    return await app.exited;
  } finally {
    stdin.off("data", send);
    stdout.off("resize", resize);
    stdin.setRawMode(false);
    stdin.pause();
    restoreTerminal(stdout);
  }
};

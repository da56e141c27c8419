import { afterEach, beforeEach } from "vitest";
import { setupWords } from "../../../src/words/setup.ts";
import { startTmux, type Tmux } from "../processes/tmux.ts";
import { waitUntil } from "../processes/wait-until.ts";
import { createSenderMachine, type SenderMachine } from "./sender-machine.ts";

/** For each test a machine on which nothing is set up, and a terminal that outlives who started it. */
export const appOnTmuxForEach = () => {
  let machine: SenderMachine;
  let tmux: Tmux | null = null;
  beforeEach(async () => {
    machine = await createSenderMachine();
  });
  afterEach(async () => {
    await tmux?.close();
    tmux = null;
    await machine.remove();
  });
  return {
    get machine(): SenderMachine {
      return machine;
    },
    /** Runs the command in a terminal of 80 × 24, and resolves when the app asks its first question. */
    start: async (
      command: readonly string[],
      environment: Readonly<Record<string, string>> = {},
    ): Promise<Tmux> => {
      const running = await startTmux({
        columns: 80,
        rows: 24,
        environment: { PATH: process.env["PATH"] ?? "", ...machine.environment, ...environment },
      });
      tmux = running;
      running.run(command);
      await waitUntil("the first question", () =>
        running.screen().includes(setupWords.title("accessKeyId")),
      );
      return running;
    },
    /** The terminal goes away. */
    close: async (): Promise<void> => {
      await tmux?.close();
      tmux = null;
    },
  };
};

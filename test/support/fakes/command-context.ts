import type { CommandContext } from "../../../src/cli/command-context.ts";

/** What a command has of the outside, where nobody can be asked and nobody listens; `given` goes before it. */
export const createCommandContext = (
  given: Pick<CommandContext, "environment" | "folder"> & Partial<CommandContext>,
): CommandContext => ({
  out: () => undefined,
  say: () => undefined,
  stdin: process.stdin,
  stderr: process.stderr,
  canAsk: false,
  signal: new AbortController().signal,
  ...given,
});

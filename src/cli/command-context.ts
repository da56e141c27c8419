import type { Environment } from "../services/ports/environment.ts";
import type { CommandLine } from "./args.ts";

/** What a command has of the outside, so that tests can give it another one. */
export interface CommandContext {
  readonly environment: Environment;
  /** Absolute. */
  readonly folder: string;
  /** Results: one line each, the newline is added. */
  readonly out: (line: string) => void;
  /** Words and progress: one line each, the newline is added. */
  readonly say: (line: string) => void;
  readonly stdin: NodeJS.ReadStream;
  readonly stderr: NodeJS.WriteStream;
  /** True when a person can be asked: input and error output are terminals. */
  readonly canAsk: boolean;
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
}

/** Carries a command out. Gives the exit code; bugs reject. */
export type Command = (line: CommandLine, context: CommandContext) => Promise<number>;

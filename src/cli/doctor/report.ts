import type { AppError } from "../../domain/errors.ts";
import type { CommandContext } from "../command-context.ts";
import { exitCodeOf, exitCodes, type ExitCode } from "../../domain/exit-codes.ts";
import { doctorWords, type FindingState } from "../../words/commands/doctor.ts";
import { errorLines } from "../say-error.ts";
import { jsonEvent } from "../json-event.ts";

/** Facts of a finding for scripts, beside its words. No secret. */
export type Facts = Readonly<Record<string, unknown>>;

/** Says findings as they come, in lines or in JSON, and remembers the first trouble for the exit code. */
export class Report {
  readonly #out: (line: string) => void;
  readonly #isJson: boolean;
  exitCode: ExitCode = exitCodes.done;

  constructor({ out }: Pick<CommandContext, "out">, isJson: boolean) {
    this.#out = out;
    this.#isJson = isJson;
  }

  good(what: string, found: string, facts: Facts = {}): void {
    this.#say("ok", what, [found], facts);
  }

  /** Worth knowing, and no trouble. */
  note(what: string, found: string, next: string, facts: Facts = {}): void {
    this.#say("note", what, [found, next], facts);
  }

  trouble(what: string, error: AppError): void {
    this.#say("trouble", what, errorLines(error), { error: error.code });
    if (this.exitCode === exitCodes.done) this.exitCode = exitCodeOf(error);
  }

  #say(state: FindingState, what: string, lines: readonly string[], facts: Facts) {
    const [found = "", ...rest] = lines;
    if (this.#isJson) {
      const event = { event: "check", state, what, found, more: rest };
      this.#out(jsonEvent({ ...event, ...facts }));
      return;
    }
    this.#out(doctorWords.finding(state, what, found));
    for (const line of rest) this.#out(doctorWords.more(line));
  }
}

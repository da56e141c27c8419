import type { AppError } from "../domain/errors.ts";
import { givenValue } from "../domain/input-field.ts";
import type { Result } from "../domain/result.ts";
import type { CommandLine } from "./args.ts";

/** The error, with the option and its value as they were typed. */
const named = (error: AppError, name: string, text: string): AppError => {
  if (error.code !== "InvalidInput") return error;
  return { ...error, given: { option: `--${name}`, value: givenValue(text) } };
};

/** The values of options. Throws nothing: the first one that cannot be used ends the parsing with its error. */
export class OptionValues {
  readonly #line: CommandLine;
  error: AppError | null = null;

  constructor(line: CommandLine) {
    this.#line = line;
  }

  take<T>(name: string, parse: (text: string) => Result<T, AppError>): T | null {
    const text = this.#line.values.get(name);
    return text === undefined ? null : this.#keep(parse(text), name, text);
  }

  /** All values of an option that can be repeated. */
  takeList<T>(name: string, parse: (texts: readonly string[]) => Result<T, AppError>): T | null {
    const texts = this.#line.lists.get(name);
    return texts === undefined ? null : this.#keep(parse(texts), name, texts.join(" "));
  }

  #keep<T>(result: Result<T, AppError>, name: string, text: string): T | null {
    if (result.ok) return result.value;
    this.error ??= named(result.error, name, text);
    return null;
  }
}

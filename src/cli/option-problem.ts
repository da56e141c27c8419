import { isBlank } from "../domain/non-empty.ts";
import { nearestName } from "../domain/nearest-name.ts";
import { argumentWords } from "../words/commands/arguments.ts";
import type { CommandSpec, OptionSpec } from "./command-spec.ts";

/** An option as `parseArgs` has understood it. */
export interface OptionToken {
  readonly kind: "option";
  readonly name: string;
  /** As it was typed: "--bucket", "-v". */
  readonly rawName: string;
  readonly value?: string | undefined;
  /** True for "--bucket=x". */
  readonly inlineValue?: boolean | undefined;
}

const everywhere: readonly OptionSpec[] = [
  { name: "help", short: "h", words: "" },
  { name: "version", short: "V", words: "" },
];

const valueProblem = ({ value: what, mayBeEmpty }: OptionSpec, token: OptionToken) => {
  const { rawName, value, inlineValue = false } = token;
  if (what === undefined) {
    return value === undefined ? null : argumentWords.takesNoValue(rawName, value);
  }
  if (value === undefined) return argumentWords.needsValue(rawName, what);
  if (!inlineValue && value.length > 1 && value.startsWith("-"))
    return argumentWords.valueLikeOption(rawName, what, value);
  return isBlank(value) && mayBeEmpty !== true ? argumentWords.emptyValue(rawName) : null;
};

/** What is wrong with the options of a command line, of the first one that is wrong; null: nothing. */
export const optionProblem = (
  { command, options }: CommandSpec,
  tokens: readonly OptionToken[],
): string | null => {
  const known = [...options, ...everywhere];
  const values = new Map<string, string>();
  for (const token of tokens) {
    const spec = known.find(({ name }) => name === token.name);
    if (spec === undefined) {
      const nearest = nearestName(
        token.name,
        known.map(({ name }) => name),
      );
      return argumentWords.unknownOption(command, token.rawName, nearest);
    }
    const problem = valueProblem(spec, token);
    if (problem !== null) return problem;
    const { value } = token;
    if (value === undefined || spec.isMultiple === true) continue;
    const before = values.get(spec.name);
    // Which of the two is meant is not ours to guess: one may be somebody else's bucket.
    if (before !== undefined && before !== value)
      return argumentWords.givenTwice(token.rawName, before, value);
    values.set(spec.name, value);
  }
  const isGiven = (name: string) => tokens.some((token) => token.name === name);
  const clash = options.find(
    ({ name, excludes }) => excludes !== undefined && isGiven(name) && isGiven(excludes),
  );
  return clash?.excludes === undefined
    ? null
    : argumentWords.notTogether(`--${clash.name}`, `--${clash.excludes}`);
};

import { readDuration } from "../../domain/duration.ts";
import type { AppError } from "../../domain/errors.ts";
import type { InputField } from "../../domain/input-field.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { PathFilterParams } from "../../services/selection/path-filter.ts";
import type { OptionValues } from "../option-values.ts";
import type { FileList } from "./read-file-list.ts";

/** Which files of those that are given are uploaded. */
export interface SelectionOptions {
  readonly filter: PathFilterParams;
  /** Files that were changed since are left out; null: none. */
  readonly minAgeMs: number | null;
  readonly filesFrom: FileList | null;
}

/** All that is given. */
export const everyFile: SelectionOptions = {
  filter: { include: [], exclude: [] },
  minAgeMs: null,
  filesFrom: null,
};

const refuse = (field: InputField, problem: string) =>
  fail({ code: "InvalidInput", field, problem } as const);

// Longer ones are of no use, and a typing error.
const maxPatternLength = 1_000;

const parsePatterns =
  (field: "include" | "exclude") =>
  (texts: readonly string[]): Result<readonly string[], AppError> =>
    texts.some((text) => text.length > maxPatternLength)
      ? refuse(field, `is longer than ${maxPatternLength} characters`)
      : ok(texts);

const parseMinAge = (text: string): Result<number, AppError> => {
  const ageMs = readDuration(text);
  return ageMs === null ? refuse("minAge", "must be a time such as 60s, 10m, 1h or 1d") : ok(ageMs);
};

const all: ReadonlySet<string> = new Set(["*", "**", "/*", "/**", "**/*"]);

/** As other tools have it: first all is excluded, then some is included. Here an --include says both. */
const excludesAll = ({ include, exclude }: PathFilterParams): string | undefined =>
  include.length > 0 ? exclude.find((pattern) => all.has(pattern)) : undefined;

const toList =
  (endsWith: FileList["endsWith"]) =>
  (file: string): Result<FileList, AppError> =>
    ok({ file, endsWith });

/** Reads `--include`, `--exclude`, `--min-age`, `--files-from` and `--files-from0`. */
export const readSelectionOptions = (values: OptionValues): SelectionOptions => {
  const include = values.takeList("include", parsePatterns("include")) ?? [];
  const exclude =
    values.takeList("exclude", (texts) => {
      const parsed = parsePatterns("exclude")(texts);
      const whole = excludesAll({ include, exclude: texts });
      return whole === undefined
        ? parsed
        : refuse("exclude", "leaves out everything; --include alone takes only what matches it");
    }) ?? [];
  return {
    filter: { include, exclude },
    minAgeMs: values.take("min-age", parseMinAge),
    filesFrom:
      values.take("files-from0", toList("nul")) ?? values.take("files-from", toList("newline")),
  };
};

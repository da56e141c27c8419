import { readFileSync, statSync } from "node:fs";
import { fail, ok, type Result } from "../domain/result.ts";
import { textOf } from "../domain/non-empty.ts";
import { nextSteps, withNext } from "./words/next-steps.ts";
import { commandWords } from "./words/command-words.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A secret from `NAME` in the environment, or from the file that `NAME_FILE` names; null when there is neither. Never
 * from the command line, which every user can list. Fails when the file cannot be read.
 */
export const readSecret = (env: Environment, name: string): Result<string | null, string> => {
  const given = textOf(env[name]);
  const file = textOf(env[`${name}_FILE`]);
  if (given !== null || file === null) return ok(given);
  try {
    const text = textOf(readFileSync(file, "utf8").trim());
    return text === null ? fail(commandWords.emptyFile(`${name}_FILE`, file)) : ok(text);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    const words = commandWords.unreadable(`${name}_FILE`, file, code);
    return fail(withNext(words, ...nextSteps.afterSystemError(code, file)));
  }
};

const hasPassword = (url: URL): boolean => url.password !== "" || url.searchParams.has("password");

/** A URL of Redis, or the path of its socket. Fails in words that hold nothing of it. */
export const parseRedisUrl = (text: string): Result<string, string> => {
  if (text.startsWith("/")) return ok(text);
  const protocol = URL.canParse(text) ? new URL(text).protocol : "";
  return protocol === "redis:" || protocol === "rediss:" ? ok(text) : fail(commandWords.noRedisUrl);
};

/** The same from the command line, where a password has no place. */
export const parsePublicRedisUrl = (text: string): Result<string, string> => {
  const url = parseRedisUrl(text);
  if (!url.ok || text.startsWith("/")) return url;
  return hasPassword(new URL(text)) ? fail(commandWords.passwordInOption) : url;
};

/** A sentence for each file of a secret that every user of the machine can read. */
export const openSecretWarnings = (files: readonly string[]): readonly string[] =>
  files.flatMap((file) => {
    const stats = statSync(file, { throwIfNoEntry: false });
    const isOpen = stats !== undefined && (stats.mode & 0o004) !== 0;
    return isOpen ? [commandWords.openSecret(file)] : [];
  });

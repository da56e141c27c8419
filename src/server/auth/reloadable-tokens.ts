import { readFile, stat } from "node:fs/promises";
import { unwatchFile, watchFile } from "node:fs";
import type { Log } from "../ports.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { createTokenIndex, type TokenIndex } from "./token-index.ts";
import { parseTokenFile, type TokenFile } from "./token-file.ts";
import { tokenWords } from "../words/token-words.ts";

/** The tokens that hold right now. */
export interface ReloadableTokens {
  index(): TokenIndex;
  /** Reads the file again; a broken one is refused with a line in the log, and the last good one stays. */
  reload(): Promise<void>;
  stop(): void;
}

/** Reads and checks a tokens file once; the warnings tell of loose permissions too. */
export const readTokenFile = async (file: string): Promise<Result<TokenFile, string>> => {
  try {
    const [bytes, { mode }] = await Promise.all([readFile(file), stat(file)]);
    const parsed = parseTokenFile(bytes);
    if (!parsed.ok) return parsed;
    const isOpenToAll = (mode & 0o004) !== 0;
    return isOpenToAll
      ? ok({ ...parsed.value, warnings: [...parsed.value.warnings, tokenWords.openToAll] })
      : parsed;
  } catch (error) {
    return fail(
      `cannot be read (${error instanceof Error && "code" in error ? String(error.code) : "unknown"})`,
    );
  }
};

/** Polling finds a replaced file, a moved link and a network mount alike, which change events do not. */
const pollMs = 500;

/** Loads the file and follows its changes. Fails when the first version is already broken. */
export const followTokens = async (
  file: string,
  log: Log,
): Promise<Result<ReloadableTokens, string>> => {
  const first = await readTokenFile(file);
  if (!first.ok) return first;
  const warn = (warnings: readonly string[]) => {
    for (const words of warnings) log.warn({ file }, words);
  };
  warn(first.value.warnings);
  let index = createTokenIndex(first.value.entries);
  const reload = async () => {
    const next = await readTokenFile(file);
    if (!next.ok) {
      log.error({ file, reason: next.error }, tokenWords.invalid);
      return;
    }
    warn(next.value.warnings);
    index = createTokenIndex(next.value.entries);
    log.info({ file, tokens: index.size }, "tokens file reloaded");
  };
  const onChange = () => void reload(); // reload never rejects: it reports to the log
  watchFile(file, { interval: pollMs, persistent: false }, onChange);
  return ok({ index: () => index, reload, stop: () => unwatchFile(file, onChange) });
};

import { unwatchFile, watchFile } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { Log } from "../ports.ts";
import { nextSteps, withNext } from "../words/next-steps.ts";
import { tokenWords } from "../words/token-words.ts";
import { createTokenIndex, type TokenIndex } from "./token-index.ts";
import { readTokenBytes } from "./read-token-bytes.ts";
import { parseTokenFile, type TokenFile } from "./token-file.ts";

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
    const read = await readTokenBytes(file);
    if (!read.ok) return read;
    const parsed = parseTokenFile(read.value.bytes);
    if (!parsed.ok) return parsed;
    const isOpenToAll = (read.value.mode & 0o004) !== 0;
    return isOpenToAll
      ? ok({ ...parsed.value, warnings: [...parsed.value.warnings, tokenWords.openToAll] })
      : parsed;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    return code === "ENOENT"
      ? fail(withNext(tokenWords.absent, nextSteps.addToken(file)))
      : fail(withNext(tokenWords.unreadable(code), ...nextSteps.afterSystemError(code, file)));
  }
};

/** Polling finds a replaced file, a moved link and a network mount alike, which change events do not. */
const pollMs = 500;

/** An editor or a copy may cut the file at the end of a line for a moment: it has written when this long nothing changes. */
const settledMs = 200;

const hashesOf = ({ entries }: TokenFile) => entries.map(({ sha256 }) => sha256.toString("hex"));

/** The file as it is now, or, where tokens of `current` are gone from it, once two reads in a row are the same. */
const readSettled = async (
  file: string,
  current: TokenFile,
): Promise<Result<TokenFile, string>> => {
  let read = await readTokenFile(file);
  for (;;) {
    if (!read.ok) return read;
    const hashes = hashesOf(read.value);
    const held = new Set(hashes);
    if (hashesOf(current).every((hash) => held.has(hash))) return read;
    await wait(settledMs);
    const again = await readTokenFile(file);
    if (again.ok && hashesOf(again.value).join() === hashes.join()) return again;
    read = again;
  }
};

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
  let current = first.value;
  let index = createTokenIndex(current.entries);
  const readAgain = async () => {
    const next = await readSettled(file, current);
    if (!next.ok) {
      log.error({ file, reason: next.error }, tokenWords.invalid);
      return;
    }
    warn(next.value.warnings);
    current = next.value;
    index = createTokenIndex(current.entries);
    log.info({ file, tokens: index.size }, "tokens file reloaded");
  };
  // One after the other: an older state must not come in behind a newer one.
  let last = Promise.resolve();
  const reload = async () => {
    last = last.then(readAgain);
    await last;
  };
  const onChange = () => void reload(); // reload never rejects: it reports to the log
  watchFile(file, { interval: pollMs, persistent: false }, onChange);
  return ok({ index: () => index, reload, stop: () => unwatchFile(file, onChange) });
};

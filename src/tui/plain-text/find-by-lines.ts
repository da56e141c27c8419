import path from "node:path";
import { nonEmpty } from "../../domain/non-empty.ts";
import type { FoundName, NameSearch } from "../../domain/found-name.ts";
import { pathWords } from "../../words/paths.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { safe } from "../../words/safe.ts";
import type { AppServices } from "../services.ts";
import { isAnswer } from "./asked.ts";
import { choose } from "./choose.ts";
import { chooseSeveral } from "./choose-several.ts";
import type { PlainTerminal } from "./plain-terminal.ts";

export interface FindParams {
  readonly terminal: PlainTerminal;
  readonly services: AppServices;
  readonly signal: AbortSignal;
}

/** More than anybody goes through by ear: a longer part of the name finds fewer. */
const maxFound = 200;

/** What is found until it is enough, or Enter is pressed. */
const search = async (
  { terminal, services, signal }: FindParams,
  asked: NameSearch,
): Promise<readonly FoundName[]> => {
  const found: FoundName[] = [];
  const done = new AbortController();
  const look = async (): Promise<void> => {
    for await (const names of services.findNames(asked, done.signal)) {
      found.push(...names);
      if (found.length >= maxFound || done.signal.aborted) break;
    }
  };
  const looking = look().catch((thrown: unknown) => {
    if (!done.signal.aborted) throw thrown;
  });
  terminal.say(words.searching);
  const ended = looking.finally(() => done.abort());
  await terminal.waitForLine(AbortSignal.any([done.signal, signal]));
  done.abort();
  await ended;
  return found.slice(0, maxFound);
};

/** Finds names below a folder, as they are found; gives the paths of those that are chosen. */
export const findByLines = async (
  params: FindParams,
  asked: NameSearch,
): Promise<readonly string[]> => {
  const { terminal } = params;
  if (nonEmpty(asked.text) === null) {
    terminal.say(pathWords.findHow);
    return [];
  }
  const found = await search(params, asked);
  if (found.length === 0) {
    terminal.say(pathWords.empty.find);
    return [];
  }
  const choices = found.map(({ path: at, isFolder }) => {
    const name = path.relative(asked.folder, at);
    return { words: isFolder ? words.folderEntry(name) : safe(name), value: at };
  });
  const chosen = await chooseSeveral(terminal, words.foundWhich, choices);
  return isAnswer(chosen) ? chosen.value : [];
};

/** One of the folders that files were uploaded from, or that somebody went to; null: none was chosen. */
export const recentByLines = async ({ terminal, services }: FindParams): Promise<string | null> => {
  const folders = await services.recentFolders();
  if (folders.length === 0) {
    terminal.say(pathWords.empty.recent);
    return null;
  }
  const choices = folders.map((folder) => ({ words: safe(folder), value: folder }));
  const chosen = await choose(terminal, pathWords.title.recent, choices);
  return isAnswer(chosen) ? chosen.value : null;
};

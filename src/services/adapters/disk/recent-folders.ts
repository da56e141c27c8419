import path from "node:path";
import { isRecord, parseJson } from "../../../domain/json.ts";
import { readTextFile, replaceTextFile } from "./text-file.ts";

/** As many as fit on the smallest screen twice. */
const maxRecentFolders = 20;
const version = 1;

/** Folders that files were uploaded from, or that somebody went to; the newest first. */
export interface RecentFolders {
  list(): Promise<readonly string[]>;
  /** Puts a folder first, after those that were noted before. An aid: what cannot be written stops nothing. */
  note(folder: string): Promise<void>;
  /** Resolves when all that was noted is written: a screen goes on meanwhile, and may be left. */
  written(): Promise<void>;
}

const parse = (text: string | null): readonly string[] => {
  const value = text === null ? null : parseJson(text);
  const folders = isRecord(value) && value["version"] === version ? value["folders"] : null;
  if (!Array.isArray(folders)) return [];
  return folders.filter(
    (folder: unknown): folder is string => typeof folder === "string" && path.isAbsolute(folder),
  );
};

/** Kept in a file of the state folder (0600), so that no settings of anybody's change. What is damaged begins anew. */
export const createRecentFolders = (file: string): RecentFolders => {
  const read = async () => {
    const text = await readTextFile(file);
    return text.ok ? parse(text.value) : [];
  };
  const putFirst = async (folder: string) => {
    const others = (await read()).filter((one) => one !== folder);
    const folders = [folder, ...others].slice(0, maxRecentFolders);
    await replaceTextFile(file, `${JSON.stringify({ version, folders })}\n`);
  };
  // One after the other: two at once would both read what was there before, and one would be lost.
  let last = Promise.resolve();
  return {
    list: () => last.then(read),
    note: (folder) => {
      last = last.then(() => putFirst(folder));
      return last;
    },
    written: () => last,
  };
};

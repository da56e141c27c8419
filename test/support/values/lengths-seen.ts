import { readdir, stat } from "node:fs/promises";
import path from "node:path";

const lengthsIn = async (folder: string): Promise<readonly number[]> => {
  const names = (await readdir(folder)).filter((name) => !name.startsWith("."));
  return Promise.all(names.map(async (name) => (await stat(path.join(folder, name))).size));
};

/**
 * Looks at every file of `folder` that has no dot before its name, again and again while `work` is done and once after
 * it, as a program does that watches the folder. Gives each length in bytes that a file was seen with.
 */
export const lengthsSeen = async (
  folder: string,
  work: () => Promise<unknown>,
): Promise<readonly number[]> => {
  const seen = new Set<number>();
  const ended = new AbortController();
  const working = work().finally(() => ended.abort());
  do {
    for (const length of await lengthsIn(folder)) seen.add(length);
  } while (!ended.signal.aborted);
  await working;
  for (const length of await lengthsIn(folder)) seen.add(length);
  return [...seen];
};

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { machineKey } from "./machine.ts";

const folderOf = (bench: string): string => path.join(import.meta.dirname, "results", bench);

/** What each machine measured last, side by side: a file a machine. */
export const keptResults = async <T>(bench: string): Promise<readonly T[]> => {
  const folder = folderOf(bench);
  const names = await readdir(folder).catch(() => []);
  const texts = names
    .filter((name) => name.endsWith(".json"))
    .toSorted()
    .map((name) => readFile(path.join(folder, name), "utf8"));
  return (await Promise.all(texts)).map((text): T => JSON.parse(text));
};

/** In place of what this machine measured before. */
export const keepResults = async (bench: string, results: unknown): Promise<void> => {
  const folder = folderOf(bench);
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${machineKey()}.json`);
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
};

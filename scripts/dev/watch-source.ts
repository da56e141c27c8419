import { existsSync, readdirSync, watch, type FSWatcher } from "node:fs";
import path from "node:path";

/** Changes of what a bundle is made from. */
export interface SourceWatch {
  /** Resolves when something has changed since this was resolved last. */
  change(): Promise<void>;
  close(): void;
}

/** An editor writes a file in several steps, and a switch of branches many files. */
const debounceMs = 150;

const foldersOf = (folder: string): readonly string[] => [
  folder,
  ...readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name)),
];

/**
 * Watches src/, patches/ and package.json below `root`: folders, because a file that an editor or git has replaced is another
 * one, and a recursive watch of Node's stays with the one before.
 */
export const watchSource = (root: string): SourceWatch => {
  let next = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | null = null;
  const watchers = new Map<string, FSWatcher>();
  const changed = () => {
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => {
      watchAll();
      next.resolve();
    }, debounceMs);
  };
  const watchFolder = (folder: string) => {
    const watcher = watch(folder, (_event, name) => {
      if (folder !== root || name === "package.json") changed();
    });
    // The folder was removed.
    watcher.on("error", () => watcher.close());
    watchers.set(folder, watcher);
  };
  const watchAll = () => {
    const sources = ["src", "patches"].map((name) => path.join(root, name)).filter(existsSync);
    const folders = new Set([root, ...sources.flatMap(foldersOf)]);
    for (const [folder, watcher] of watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    for (const folder of folders) if (!watchers.has(folder)) watchFolder(folder);
  };
  watchAll();
  return {
    change: async () => {
      await next.promise;
      next = Promise.withResolvers();
    },
    close: () => {
      if (timer) clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
};

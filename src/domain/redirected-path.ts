import type { SelectedEntry } from "./delivery-plan.ts";

const above = (at: string, names: number): string =>
  at.split("/").slice(0, -names).join("/") || "/";

/**
 * A file that was to go to `key` below `prefix`, selected for another destination: it keeps the folders of its key, as
 * far as they are those of its path. Absolute path, with "/".
 */
export const redirectedPath = (path: string, key: string, prefix: string): SelectedEntry => {
  const below = key.startsWith(prefix) ? key.slice(prefix.length) : key;
  const isKept = path.endsWith(`/${below}`);
  return { path, baseFolder: above(path, isKept ? below.split("/").length : 1) };
};

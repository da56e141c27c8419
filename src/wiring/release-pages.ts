import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** A collection of the last resort takes 60 ms; this many files are worth it, fewer leave little behind. */
const filesBetween = 20_000;

const lastResort = { type: "major", execution: "sync", flavor: "last-resort" } as const;

type Collect = (options: typeof lastResort) => unknown;

const isCollect = (value: unknown): value is Collect => typeof value === "function";

/** Of V8, a global of contexts that are made while its flag is set. Null where this V8 has none. */
const findCollect = (): Collect | null => {
  setFlagsFromString("--expose-gc");
  const found: unknown = runInNewContext("globalThis.gc");
  setFlagsFromString("--no-expose-gc");
  return isCollect(found) ? found : null;
};

/** Gives all pages back to the system that V8 has emptied, and keeps for itself otherwise. Takes 60 ms at 40 MiB of heap. */
export const releasePages = (): void => {
  findCollect()?.(lastResort);
};

/**
 * Releases pages once for so many files that were added or have ended: to plan and queue 100,000 of them leaves 60 MiB of
 * empty pages, which no usual collection gives back (docs/decisions/0032-pages-that-v8-keeps.md).
 */
export const createPageRelease = (release = releasePages): ((files: number) => void) => {
  let handled = 0;
  return (files) => {
    handled += files;
    if (handled < filesBetween) return;
    handled = 0;
    release();
  };
};

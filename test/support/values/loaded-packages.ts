import path from "node:path";
import type { Import } from "./imports-of.ts";

const packageName = (specifier: string) =>
  specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");

/** The packages that a program may come to load, with the file that does; not those behind the files of `except`. */
export const loadedPackages = (
  entry: string,
  sources: ReadonlyMap<string, readonly Import[]>,
  except: readonly string[] = [],
): ReadonlyMap<string, string> => {
  const packages = new Map<string, string>();
  const seen = new Set([entry, ...except]);
  const next = [entry];
  for (let file = next.pop(); file !== undefined; file = next.pop()) {
    for (const { specifier, isLoaded } of sources.get(file) ?? []) {
      if (!isLoaded || specifier.startsWith("node:")) continue;
      if (!specifier.startsWith(".")) {
        packages.set(packageName(specifier), file);
        continue;
      }
      const target = path.posix.join(path.posix.dirname(file), specifier);
      if (seen.has(target)) continue;
      seen.add(target);
      next.push(target);
    }
  }
  return packages;
};

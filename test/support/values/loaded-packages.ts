import path from "node:path";
import { parseSync, Visitor } from "oxc-parser";

const packageName = (specifier: string) =>
  specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");

/** What a file loads, at once or later; types load nothing. */
const loadedBy = (file: string, text: string): readonly string[] => {
  const { module, program } = parseSync(file, text);
  const loaded = [
    ...module.staticImports
      .filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType))
      .map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest && !isType ? [moduleRequest.value] : [],
      ),
    ),
  ];
  // The syntax tree costs: it is read where there may be something in it.
  if (!/\bimport\s*\(/.test(text)) return loaded;
  new Visitor({
    ImportExpression: ({ source }) => {
      if (source.type === "Literal" && typeof source.value === "string") loaded.push(source.value);
    },
  }).visit(program);
  return loaded;
};

/** The packages that a program may come to load, with the file that does; not those behind the files of `except`. */
export const loadedPackages = (
  entry: string,
  sources: ReadonlyMap<string, string>,
  except: readonly string[] = [],
): ReadonlyMap<string, string> => {
  const packages = new Map<string, string>();
  const seen = new Set([entry, ...except]);
  const next = [entry];
  for (let file = next.pop(); file !== undefined; file = next.pop()) {
    for (const specifier of loadedBy(file, sources.get(file) ?? "")) {
      if (specifier.startsWith("node:")) continue;
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

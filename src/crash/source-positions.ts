import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";

/** A place in a bundled file, as V8 writes it into a stack: `file:///…/dist/chunk-ABC.js:12:3456`. */
const bundledPosition = /(file:\/\/\S+?\.js):(\d+):(\d+)/g;

/** Reads the map that lies beside a bundled file; null where none does. */
const readMap = (url: string): SourceMap | null => {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, "utf8")));
  } catch {
    // A stack is better than a second fault: its places stay those of the bundle.
    return null;
  }
};

/**
 * A stack with file and line of src/ in place of those of the bundle. Node's own source maps would have to be switched
 * on before a file is loaded, and would cost every start what only a crash needs.
 */
export const withSourcePositions = (stack: string): string => {
  const maps = new Map<string, SourceMap | null>();
  return stack.replaceAll(bundledPosition, (found, url: string, line: string, column: string) => {
    const map = maps.has(url) ? maps.get(url) : readMap(url);
    maps.set(url, map ?? null);
    const origin = map?.findOrigin(Number(line), Number(column));
    if (!origin || !("fileName" in origin)) return found;
    const file = origin.fileName.replace(/^(\.\.\/)+/, "");
    return `${file}:${origin.lineNumber}:${origin.columnNumber}`;
  });
};

import type { AppErrorOf } from "./errors.ts";
import { fail, ok, type Result } from "./result.ts";

/** S3 allows keys of 1,024 bytes in UTF-8: docs "Naming Amazon S3 objects". */
export const maxKeyBytes = 1024;

/** Bytes of a text in UTF-8, without encoding it. */
export const utf8Bytes = (text: string): number => {
  // Of most names; a tenth of the time.
  if (/^\p{ASCII}*$/u.test(text)) return text.length;
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
};

const isSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;

/** Order of keys as S3 lists them: by UTF-8 bytes, which is the order of code points and not of UTF-16 units. */
export const compareKeys = (a: string, b: string): number => {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left === right) continue;
    // Surrogates stand for points above FFFF: they come after E000–FFFF.
    if (isSurrogate(left) === isSurrogate(right)) return left - right;
    return isSurrogate(left) ? 1 : -1;
  }
  return a.length - b.length;
};

/** Letters whose order as UTF-16 is not that of their bytes as UTF-8: surrogates, and what comes behind them. */
const isOrderedApart = /[\uD800-\uFFFF]/;

/** Keys in the order of `compareKeys`; quicker, since hardly any has such letters. */
export const sortKeys = (keys: readonly string[]): readonly string[] =>
  keys.some((key) => isOrderedApart.test(key)) ? keys.toSorted(compareKeys) : keys.toSorted();

export interface ObjectKeyParams {
  /** Absolute path of the file. */
  readonly path: string;
  /** Folder that the key is relative to. */
  readonly baseFolder: string;
  /** Of the destination: empty, or ending in "/". */
  readonly prefix: string;
  /** Of the operating system; a backslash in a name on Linux stays what it is. */
  readonly separator?: "/" | "\\" | undefined;
}

/**
 * The key of a file: the prefix, then its path below the base folder with "/" and in Unicode form NFC, so that
 * a name typed on a Mac and the same one from Linux are one key. Fails with KeyTooLong or NameNotUtf8.
 */
export const objectKey = ({
  path,
  baseFolder,
  prefix,
  separator = "/",
}: ObjectKeyParams): Result<string, AppErrorOf<"KeyTooLong" | "NameNotUtf8">> => {
  if (!path.isWellFormed()) return fail({ code: "NameNotUtf8", path });
  const base = baseFolder.endsWith(separator) ? baseFolder : baseFolder + separator;
  const relative = path.startsWith(base)
    ? path.slice(base.length)
    : path.slice(path.lastIndexOf(separator) + 1);
  const slashed = separator === "/" ? relative : relative.replaceAll(separator, "/");
  const key = prefix + slashed.normalize("NFC");
  const bytes = utf8Bytes(key);
  return bytes > maxKeyBytes ? fail({ code: "KeyTooLong", path, bytes }) : ok(key);
};

/** What a file is called in the bucket: the last part of its key. */
export const keyName = (key: string): string => key.slice(key.lastIndexOf("/") + 1);

/** The keys that more than one file would take, with the paths of all of them; in the order of first appearance. */
export const keyCollisions = (
  files: Iterable<{ readonly path: string; readonly key: string }>,
): readonly AppErrorOf<"KeyCollision">[] => {
  const firstPath = new Map<string, string>();
  const paths = new Map<string, string[]>();
  for (const { path, key } of files) {
    const first = firstPath.get(key);
    const known = paths.get(key);
    if (first === undefined) firstPath.set(key, path);
    else if (known) known.push(path);
    else paths.set(key, [first, path]);
  }
  return Array.from(paths, ([key, list]) => ({ code: "KeyCollision", key, paths: list }) as const);
};

import { isUtf8 } from "node:buffer";
import type { EntryKind, FolderEntry } from "../../../domain/folder-entry.ts";

const hasHighByte = /[\u0080-\u00ff]/;

interface KindTests {
  isFile(): boolean;
  isDirectory(): boolean;
  isSocket(): boolean;
  isFIFO(): boolean;
  isBlockDevice(): boolean;
  isCharacterDevice(): boolean;
}

/** What kind of thing node:fs found. */
export const toKind = (found: KindTests): EntryKind => {
  if (found.isFile()) return "file";
  if (found.isDirectory()) return "folder";
  if (found.isSocket()) return "socket";
  if (found.isFIFO()) return "pipe";
  return found.isBlockDevice() || found.isCharacterDevice() ? "device" : "other";
};

/** The name that bytes stand for: `latin1` holds one of them a character. The same text when all are ASCII. */
export const decodeName = (latin1: string): string =>
  hasHighByte.test(latin1) ? Buffer.from(latin1, "latin1").toString("utf8") : latin1;

/** True for a text of ASCII alone, of any length. */
export const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length;

/** False when `decodeName` had to replace bytes. */
export const isUtf8Name = (latin1: string): boolean =>
  !hasHighByte.test(latin1) || isUtf8(Buffer.from(latin1, "latin1"));

/** An entry without details; its name as `decodeName` takes it. */
export const toEntry = (latin1: string, kind: EntryKind, isLink: boolean): FolderEntry => ({
  name: decodeName(latin1),
  isUtf8: isUtf8Name(latin1),
  kind,
  isLink,
  sizeBytes: 0,
  mtimeMs: 0,
  hasDetails: false,
});

/** The path of an entry by the bytes of its name, which need not be UTF-8. */
export const latin1Path = (folder: string, latin1: string): Buffer =>
  Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(latin1, "latin1")]);

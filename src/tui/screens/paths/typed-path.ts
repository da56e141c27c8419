import path from "node:path";
import { isHiddenName } from "../../../domain/taken-names.ts";
import { packedEntryAt, textAt, type PackedFolder } from "../../../domain/packed-folder.ts";
import type { PathRow } from "./path-row.ts";

/** Where typed text leads: from the home folder, from the root, or from the folder on the screen. */
export const toAbsolute = (text: string, folder: string, home: string): string => {
  if (text === "~") return home;
  // A second slash behind "~/", which the key `~` has typed already, does not lead to the root.
  return text.startsWith("~/")
    ? path.resolve(home, `.${text.slice(1)}`)
    : path.resolve(folder, text);
};

/** What has been typed in full, up to the last slash, and the beginning of the next name. */
export const splitTyped = (text: string): { readonly typed: string; readonly start: string } => {
  const end = text.lastIndexOf("/") + 1;
  return { typed: text.slice(0, end), start: text.slice(end) };
};

/** The folder that completion looks into; null while the text does not lead into one. */
export const folderOfTyped = (text: string, folder: string, home: string): string | null => {
  const { typed } = splitTyped(text);
  if (typed === "") return text.startsWith("~") ? null : folder;
  return toAbsolute(typed, folder, home);
};

/** Entries of a folder whose names begin with what was typed, whatever the case; hidden ones where a dot was typed. */
export const namesStarting = (
  listed: { readonly folder: string; readonly entries: PackedFolder },
  start: string,
  max: number,
): readonly PathRow[] => {
  const { folder, entries } = listed;
  const wanted = start.toLowerCase();
  const rows: PathRow[] = [];
  for (let place = 0; place < entries.marks.length && rows.length < max; place += 1) {
    if (!textAt(entries.sortNames, place).startsWith(wanted)) continue;
    const entry = packedEntryAt(entries, place);
    if (!entry?.isUtf8 || (isHiddenName(entry.name) && !isHiddenName(start))) continue;
    const isFolder = entry.kind === "folder";
    rows.push({ path: path.join(folder, entry.name), isFolder, shown: entry.name });
  }
  return rows;
};

const commonStart = (a: string, b: string): string => {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
};

/** The text with as much more as all names have in common; a folder that is the only one is entered. */
export const completeTyped = (text: string, rows: readonly PathRow[]): string => {
  const { typed, start } = splitTyped(text);
  const [only] = rows;
  if (!only) return text;
  if (rows.length === 1) return `${typed}${only.shown}${only.isFolder ? "/" : ""}`;
  const names = rows.map(({ shown }) => shown);
  const sameCase = names.filter((name) => name.startsWith(start));
  const common = (sameCase.length > 0 ? sameCase : names).reduce(commonStart);
  return common.length > start.length ? typed + common : text;
};

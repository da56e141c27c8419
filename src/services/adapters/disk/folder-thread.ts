import { readdirSync, statSync, type Dirent } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import type { EntryKind } from "../../../domain/folder-entry.ts";
import { packFolder, toMark } from "../../../domain/packed-folder.ts";
import { decodeName, isUtf8Name, latin1Path, toKind } from "./dir-entry.ts";
import type { FolderAnswer } from "./folder-answer.ts";

const linkKind = (folder: string, latin1: string): EntryKind => {
  try {
    return toKind(statSync(latin1Path(folder, latin1)));
  } catch {
    // Dangling, looping or forbidden: shown with kind "other", explained when it is opened.
    return "other";
  }
};

const markOf = (folder: string, found: Dirent): number => {
  const isLink = found.isSymbolicLink();
  const kind = isLink ? linkKind(folder, found.name) : toKind(found);
  return toMark({ kind, isLink, isUtf8: isUtf8Name(found.name) });
};

const read = (folder: string): FolderAnswer => {
  try {
    const found = readdirSync(folder, { encoding: "latin1", withFileTypes: true });
    const marks = new Uint8Array(found.length);
    const names: string[] = [];
    for (const [index, one] of found.entries()) {
      names.push(decodeName(one.name));
      // 0 is the mark of a file with a plain name: nearly all of them, and all of them cold code.
      if (!one.isFile() || names[index] !== one.name) marks[index] = markOf(folder, one);
    }
    return { packed: packFolder(names, marks) };
  } catch (thrown) {
    const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "ERR_UNKNOWN";
    return { failed: { code, message: String(thrown) } };
  }
};

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort?.postMessage(read(String(workerData)));

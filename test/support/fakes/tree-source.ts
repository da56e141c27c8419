import path from "node:path";
import type { AppError } from "../../../src/domain/errors.ts";
import type { Fingerprint } from "../../../src/domain/fingerprint.ts";
import { fail, ok, type Result } from "../../../src/domain/result.ts";
import { packEntries } from "../../../src/domain/packed-folder.ts";
import type { EntryKind, FolderEntry } from "../../../src/domain/folder-entry.ts";
import type { FileSource } from "../../../src/services/ports/file-source.ts";

/** A file (its size), a folder, a link to an absolute path, something special, or something that fails. */
export type Node =
  | number
  | { readonly [name: string]: Node }
  | { readonly link: string }
  | { readonly special: EntryKind }
  | { readonly unreadable: true };

const isFolder = (node: Node): node is { readonly [name: string]: Node } =>
  typeof node === "object" && !("link" in node) && !("special" in node) && !("unreadable" in node);

const isLink = (node: Node | undefined): node is { readonly link: string } =>
  typeof node === "object" && "link" in node && typeof node.link === "string";

const vanished = (at: string): AppError => ({ code: "FileVanished", path: at });
const unreadable = (at: string): AppError => ({
  code: "FileUnreadable",
  path: at,
  reason: "permission denied",
});

/** A file source over a tree in memory, rooted at "/"; names with U+FFFD count as not UTF-8. */
export const createTreeSource = (
  root: { readonly [name: string]: Node },
  chunkSize = 100,
): FileSource => {
  const resolve = (at: string, hops = 0): { real: string; node: Node } | null => {
    let real = "/";
    let node: Node = root;
    for (const name of at.split("/").filter((part) => part !== "")) {
      if (!isFolder(node)) return null;
      const next: Node | undefined = node[name];
      if (next === undefined) return null;
      real = path.join(real, name);
      node = next;
      if (!isLink(next)) continue;
      if (hops > 20) return null;
      const target = resolve(next.link, hops + 1);
      if (!target) return null;
      real = target.real;
      node = target.node;
    }
    return { real, node };
  };

  const kindOf = (node: Node): EntryKind => {
    if (typeof node === "number" || "unreadable" in node) return "file";
    return "special" in node && typeof node.special === "string" ? node.special : "folder";
  };

  const entryOf = (folder: string, name: string, hasDetails: boolean): FolderEntry => {
    const at = path.join(folder, name);
    const parent = resolve(folder);
    const raw = parent && isFolder(parent.node) ? parent.node[name] : undefined;
    const found = resolve(at);
    return {
      name,
      isUtf8: !name.includes("\u{FFFD}"),
      kind: found ? kindOf(found.node) : "other",
      isLink: isLink(raw),
      sizeBytes: hasDetails && typeof found?.node === "number" ? found.node : 0,
      mtimeMs: hasDetails ? 1_700_000_000_000 : 0,
      hasDetails,
    };
  };

  const fingerprint = async (at: string): Promise<Result<Fingerprint, AppError>> => {
    const found = resolve(at);
    if (!found) return fail(vanished(at));
    if (typeof found.node === "object" && "unreadable" in found.node) return fail(unreadable(at));
    if (typeof found.node !== "number") {
      return fail({ code: "NotAFile", path: at, is: "folder" });
    }
    return ok({ sizeBytes: found.node, mtimeMs: 1_700_000_000_000, inode: 1, device: 1 });
  };

  return {
    fingerprint,
    open: async (at) => fail(unreadable(at)),
    readEntire: async (at) => fail(unreadable(at)),
    kind: async (at) => {
      const found = resolve(at);
      return found ? ok(kindOf(found.node)) : fail(vanished(at));
    },
    async *list(folder, signal) {
      const found = resolve(folder);
      if (!found) return yield fail(vanished(folder));
      if (!isFolder(found.node)) return yield fail(unreadable(folder));
      const names = Object.keys(found.node);
      for (let at = 0; at < names.length; at += chunkSize) {
        signal.throwIfAborted();
        await Promise.resolve();
        yield ok(names.slice(at, at + chunkSize).map((name) => entryOf(folder, name, false)));
      }
      return undefined;
    },
    listAll: async (folder, signal) => {
      signal.throwIfAborted();
      const found = resolve(folder);
      if (!found) return fail(vanished(folder));
      if (!isFolder(found.node)) return fail(unreadable(folder));
      return ok(packEntries(Object.keys(found.node).map((name) => entryOf(folder, name, false))));
    },
    details: async (folder, names) => names.map((name) => entryOf(folder, name, true)),
    digest: async (at) => fail(unreadable(at)),
    realPath: async (at) => {
      const found = resolve(at);
      return found ? ok(found.real) : fail(vanished(at));
    },
  };
};

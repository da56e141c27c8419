import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { crc32 } from "node:zlib";
import type { Fingerprint } from "../../../src/domain/fingerprint.ts";
import { fail, ok } from "../../../src/domain/result.ts";
import { packEntries } from "../../../src/domain/packed-folder.ts";
import type { FolderEntry } from "../../../src/domain/folder-entry.ts";
import type { FileDigest, FileSource, OpenFile } from "../../../src/services/ports/file-source.ts";

/** A file that tests write, change and take away. */
export interface MemoryFile {
  readonly bytes: Uint8Array;
  readonly fingerprint: Fingerprint;
}

export interface MemoryFileSource extends FileSource {
  /** Writes or replaces a file; a new inode each time unless `keepInode`. */
  write(path: string, bytes: Uint8Array, change?: { mtimeMs?: number; keepInode?: boolean }): void;
  remove(path: string): void;
}

const digestOf = (bytes: Uint8Array): FileDigest => ({
  sha256: createHash("sha256").update(bytes).digest("hex"),
  crc32: crc32(bytes),
  sizeBytes: bytes.length,
});

/** Files in memory, flat: a folder is what paths begin with. */
export const createMemoryFileSource = (): MemoryFileSource => {
  const files = new Map<string, MemoryFile>();
  let inodes = 0;
  const isFolder = (path: string) =>
    [...files.keys()].some((file) => file.startsWith(path.endsWith("/") ? path : `${path}/`));
  const missing = (path: string) =>
    isFolder(path)
      ? fail({ code: "NotAFile", path, is: "folder" } as const)
      : fail({ code: "FileVanished", path } as const);

  const openAt = (path: string, inode: number): OpenFile => {
    // An open file outlives its name, and sees what is written into it.
    let last = files.get(path);
    const now = () => {
      const current = files.get(path);
      if (current?.fingerprint.inode === inode) last = current;
      return last ?? { bytes: new Uint8Array(), fingerprint: emptyFingerprint };
    };
    const read = (buffer: Uint8Array, position: number): Uint8Array => {
      const piece = now().bytes.subarray(position, position + buffer.length);
      buffer.set(piece);
      return piece;
    };
    return {
      opened: now().fingerprint,
      fingerprint: async () => ok(now().fingerprint),
      read: async (buffer, position) => ok(read(buffer, position).length),
      readWithChecksum: async (buffer, position, before) => {
        const piece = read(buffer, position);
        return ok({ bytes: piece.length, crc32: crc32(piece, before) });
      },
      startDigest: (signal) => {
        const seen: Uint8Array[] = [];
        let at = 0;
        const take = (end: number): Uint8Array => {
          const piece = Uint8Array.from(now().bytes.subarray(at, end));
          seen.push(piece);
          at += piece.length;
          return piece;
        };
        const next = (position: number, sizeBytes: number): Uint8Array | null => {
          signal.throwIfAborted();
          if (position < at) return null;
          take(position);
          return take(at + sizeBytes);
        };
        const answer = async (piece: Uint8Array, use = () => {}) => {
          await nextTurn();
          signal.throwIfAborted();
          use();
          return ok({ bytes: piece.length, crc32: crc32(piece) });
        };
        return {
          fill: (buffer, position) => {
            const piece = next(position, buffer.length);
            return piece && answer(piece, () => buffer.set(piece));
          },
          sum: (position, sizeBytes) => {
            const piece = next(position, sizeBytes);
            return piece && answer(piece);
          },
          finish: async () => {
            signal.throwIfAborted();
            take(Number.POSITIVE_INFINITY);
            return ok(digestOf(Buffer.concat(seen)));
          },
        };
      },
      close: async () => undefined,
    };
  };

  const entriesOf = (folder: string): readonly FolderEntry[] => {
    const base = folder.endsWith("/") ? folder : `${folder}/`;
    const names = new Set(
      [...files.keys()]
        .filter((file) => file.startsWith(base))
        .map((file) => file.slice(base.length).split("/")[0] ?? ""),
    );
    return [...names].map((name) => {
      const file = files.get(base + name);
      return {
        name,
        isUtf8: true,
        kind: file ? "file" : "folder",
        isLink: false,
        sizeBytes: 0,
        mtimeMs: 0,
        hasDetails: false,
      };
    });
  };

  return {
    write: (path, bytes, change = {}) => {
      const before = files.get(path)?.fingerprint;
      const inode = change.keepInode && before ? before.inode : (inodes += 1);
      const mtimeMs = change.mtimeMs ?? (before?.mtimeMs ?? 1_000) + 1;
      files.set(path, {
        bytes,
        fingerprint: { sizeBytes: bytes.length, mtimeMs, inode, device: 1 },
      });
    },
    remove: (path) => void files.delete(path),
    fingerprint: async (path) => {
      const file = files.get(path);
      return file ? ok(file.fingerprint) : missing(path);
    },
    open: async (path) => {
      const file = files.get(path);
      return file ? ok(openAt(path, file.fingerprint.inode)) : missing(path);
    },
    readEntire: async (path, buffer) => {
      const file = files.get(path);
      if (!file) return missing(path);
      const { fingerprint, bytes } = file;
      const piece = bytes.subarray(0, buffer.length);
      buffer.set(piece);
      const isLonger = bytes.length > buffer.length;
      return ok({ opened: fingerprint, after: fingerprint, readBytes: piece.length, isLonger });
    },
    kind: async (path) =>
      files.has(path) ? ok("file") : isFolder(path) ? ok("folder") : missing(path),
    list: async function* (folder, signal) {
      signal.throwIfAborted();
      if (isFolder(folder)) yield ok(entriesOf(folder));
      else yield fail({ code: "FileVanished", path: folder });
    },
    listAll: async (folder, signal) => {
      signal.throwIfAborted();
      return isFolder(folder)
        ? ok(packEntries(entriesOf(folder)))
        : fail({ code: "FileVanished", path: folder });
    },
    details: async (folder, names, signal) => {
      signal.throwIfAborted();
      return entriesOf(folder)
        .filter(({ name }) => names.includes(name))
        .map((entry) => {
          const file = files.get(`${folder}/${entry.name}`);
          return {
            ...entry,
            hasDetails: true,
            sizeBytes: file?.bytes.length ?? 0,
            mtimeMs: file?.fingerprint.mtimeMs ?? 0,
          };
        });
    },
    realPath: async (path) => (files.has(path) || isFolder(path) ? ok(path) : missing(path)),
    digest: async (path, signal) => {
      signal.throwIfAborted();
      const file = files.get(path);
      if (!file) return missing(path);
      return ok(digestOf(file.bytes));
    },
  };
};

const emptyFingerprint: Fingerprint = { sizeBytes: 0, mtimeMs: 0, inode: 0, device: 0 };

import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  openSync,
  readSync,
  statSync,
  type Stats,
} from "node:fs";
import { assertRegularFile } from "./regular-file.ts";
import { queueWords } from "../words/queue-words.ts";

/** The files of a database that is open, as the next start will look for them. */
export interface DatabaseFiles {
  /** Why nobody would find again what is written now; null when all is well. */
  fault(): string | null;
  /** Only when the database is closed: to close any descriptor of its file gives SQLite's locks on it free. */
  close(): void;
}

// https://www.sqlite.org/fileformat.html#magic_header_string
const magic = Buffer.from("SQLite format 3\0", "latin1");

/** What SQLite puts beside a database in WAL mode. */
const companions = ["-wal", "-shm"] as const;

const identityOf = ({ dev, ino }: Stats) => `${dev}:${ino}`;

/**
 * Makes the database's file, if there is none, and keeps it and its companions from other users: SQLite gives a new
 * companion the mode of the database, and shortens none of them but the `-wal`, to `keptWalBytes`. Throws when that is
 * impossible.
 */
export const holdDatabaseFiles = (file: string, keptWalBytes: number): DatabaseFiles => {
  const paths = [file, ...companions.map((end) => `${file}${end}`)];
  for (const path of [...paths, `${file}-journal`]) assertRegularFile(path);
  const flags = constants.O_RDONLY | constants.O_CREAT | constants.O_NONBLOCK;
  const descriptor = openSync(file, flags, 0o600);
  fchmodSync(descriptor, 0o600);
  for (const path of paths) if (existsSync(path)) chmodSync(path, 0o600);
  /** As SQLite has them open; it makes a companion when it needs one, and keeps it until the end. */
  const known = new Map<string, { readonly identity: string; bytes: number }>();
  const header = Buffer.alloc(magic.length);
  /** For good: what SQLite writes next makes the file as long as it was, with a hole in it. */
  let isCut = false;
  const isReplaced = (path: string): boolean => {
    const stats = statSync(path, { throwIfNoEntry: false });
    const before = known.get(path);
    if (before === undefined) {
      if (stats !== undefined) known.set(path, { identity: identityOf(stats), bytes: stats.size });
      return false;
    }
    if (stats === undefined || identityOf(stats) !== before.identity) return true;
    const minBytes = path.endsWith("-wal") ? Math.min(before.bytes, keptWalBytes) : before.bytes;
    if (stats.size < minBytes) isCut = true;
    before.bytes = stats.size;
    return false;
  };
  isReplaced(file);
  return {
    fault: () => {
      try {
        if (paths.some(isReplaced)) return queueWords.replaced;
        if (isCut) return queueWords.cut;
        const bytes = readSync(descriptor, header, 0, header.length, 0);
        return bytes === magic.length && header.equals(magic) ? null : queueWords.damaged;
      } catch (error) {
        // The folder is on a disk that is gone, or closed to us.
        return error instanceof Error ? error.message : queueWords.replaced;
      }
    },
    close: () => closeSync(descriptor),
  };
};

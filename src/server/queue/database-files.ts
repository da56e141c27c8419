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

const identityAt = (path: string): string | null => {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? null : identityOf(stats);
};

/**
 * Makes the database's file, if there is none, and keeps it and its companions from other users: SQLite gives a new
 * companion the mode of the database. Throws when that is impossible.
 */
export const holdDatabaseFiles = (file: string): DatabaseFiles => {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_CREAT, 0o600);
  fchmodSync(descriptor, 0o600);
  const paths = [file, ...companions.map((end) => `${file}${end}`)];
  for (const path of paths) if (existsSync(path)) chmodSync(path, 0o600);
  /** As SQLite has them open; it makes a companion when it needs one, and keeps it until the end. */
  const known = new Map<string, string>();
  const header = Buffer.alloc(magic.length);
  const isReplaced = (path: string): boolean => {
    const identity = identityAt(path);
    const before = known.get(path);
    if (before === undefined && identity !== null) known.set(path, identity);
    return before !== undefined && before !== identity;
  };
  isReplaced(file);
  return {
    fault: () => {
      try {
        if (paths.some(isReplaced)) return queueWords.replaced;
        readSync(descriptor, header, 0, header.length, 0);
        return header.equals(magic) ? null : queueWords.damaged;
      } catch (error) {
        // The folder is on a disk that is gone, or closed to us.
        return error instanceof Error ? error.message : queueWords.replaced;
      }
    },
    close: () => closeSync(descriptor),
  };
};

import { statfsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";

/** How SQLite keeps a commit whole: sqlite.org/wal.html and sqlite.org/lockingv3.html. */
export type JournalMode = "WAL" | "DELETE";

/** Linux "statfs(2)", f_type, and the kernel's <linux/magic.h>: what other machines may have open, too. */
const networkTypes: ReadonlySet<number> = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB 2 and later
  0x65735546, // FUSE: sshfs, s3fs, GlusterFS, and virtiofs of virtual machines
  0x01021997, // 9P
  0x00c36400, // Ceph
  0x5346414f, // OpenAFS
  0x6b414653, // AFS
  0x73757245, // Coda
  0x0bd00bd0, // Lustre
  0x47504653, // GPFS
  0x19830326, // BeeGFS
  0x01161970, // GFS2
  0x7461636f, // OCFS2
  0x786f4256, // shared folders of VirtualBox
]);

type TypeOf = (folder: string) => number;

const typeOnDisk: TypeOf = (folder) => statfsSync(folder).type;

/**
 * The write-ahead log is quicker, and needs memory that all processes share: over a network it may damage the database
 * (sqlite.org/wal.html, "WAL does not work over a network filesystem"). There the rollback journal is kept.
 */
export const chooseJournal = (folder: string, typeOf: TypeOf = typeOnDisk): JournalMode => {
  try {
    return networkTypes.has(typeOf(folder) >>> 0) ? "DELETE" : "WAL";
  } catch {
    // Whoever opens the file says why.
    return "WAL";
  }
};

/** Sets it. A database that another process of an older version has open in the other mode is left in that. */
export const setJournal = (database: DatabaseSync, mode: JournalMode): void => {
  try {
    database.exec(`PRAGMA journal_mode = ${mode}`);
  } catch (thrown) {
    // SQLITE_BUSY, sqlite.org/rescode.html.
    const isBusy = thrown instanceof Error && "errcode" in thrown && thrown.errcode === 5;
    if (!isBusy || mode === "WAL") throw thrown;
  }
};

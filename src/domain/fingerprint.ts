/** What tells a file from another or from its own later self without reading it. */
export interface Fingerprint {
  readonly sizeBytes: number;
  /** Modification time, milliseconds since 1970, with the file system's fraction. */
  readonly mtimeMs: number;
  readonly inode: number;
  readonly device: number;
  /**
   * Last change of content, mode, owner or names (ctime): nobody can put it back, and most of it is no change of
   * content. Only of a file that this process has looked at: it is not stored.
   */
  readonly changedMs?: number | undefined;
}

export type FingerprintChange = "size" | "modified" | "replaced";

/** What differs between two looks at one path; empty when it is the same file, unchanged. */
export const fingerprintChanges = (
  before: Fingerprint,
  now: Fingerprint,
): readonly FingerprintChange[] => {
  const changes: FingerprintChange[] = [];
  if (before.sizeBytes !== now.sizeBytes) changes.push("size");
  if (before.mtimeMs !== now.mtimeMs) changes.push("modified");
  if (before.inode !== now.inode || before.device !== now.device) changes.push("replaced");
  return changes;
};

/** True when something was done to the file between two looks; whether to its content, that has to say. */
export const wasTouched = (before: Fingerprint, now: Fingerprint): boolean =>
  before.changedMs !== undefined &&
  now.changedMs !== undefined &&
  before.changedMs !== now.changedMs;

/**
 * True when only the numbers of the file and its file system differ: mounted anew, a network file system gives the same
 * file others. Its content has to say whether it is the same.
 */
export const isOnlyRenumbered = (changes: readonly FingerprintChange[]): boolean =>
  changes.length > 0 && changes.every((change) => change === "replaced");

// FAT keeps times to 2 s; some network file systems to 1 s.
const coarsestTickMs = 2_000;

/** From then on, by the clock of its disk, a write to the file would show in its time. */
export const stableAtMs = (fingerprint: Fingerprint): number =>
  fingerprint.mtimeMs + coarsestTickMs;

/**
 * True when an unchanged fingerprint does not prove unchanged bytes: the file was written so shortly before it
 * was looked at that a later write may carry the same time.
 */
export const mayHaveChanged = (fingerprint: Fingerprint, statedAtMs: number): boolean =>
  stableAtMs(fingerprint) > statedAtMs;

/**
 * Linux writes what a program has changed in memory (mmap) to the disk within 30 s and 5 s (vm.dirty_expire_centisecs,
 * vm.dirty_writeback_centisecs); only the first change after that sets the file's time.
 */
const writtenBackMs = 60_000;

/** True when each write from now on shows in the file's time: the last one is so long ago. */
export const showsEachWrite = (fingerprint: Fingerprint, nowMs: number): boolean =>
  fingerprint.mtimeMs + writtenBackMs < nowMs;

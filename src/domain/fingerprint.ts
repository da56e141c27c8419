/** What tells a file from another or from its own later self without reading it. */
export interface Fingerprint {
  readonly sizeBytes: number;
  /** Modification time, milliseconds since 1970, with the file system's fraction. */
  readonly mtimeMs: number;
  readonly inode: number;
  readonly device: number;
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

import { formatBytes } from "../../domain/format.ts";

/** How many files of an upload ended how. */
export interface UploadCounts {
  readonly delivered: number;
  readonly bytes: number;
  /** Those that were not uploaded are among them. */
  readonly failed: number;
  readonly skipped: number;
  readonly unfinished: number;
}

/** Sentences of `s3-sftp upload`. */
export const uploadWords = {
  summary: ({ delivered, bytes, failed, skipped, unfinished }: UploadCounts): string => {
    const ends = `${delivered} delivered (${formatBytes(bytes)}), ${failed - unfinished} failed, ${skipped} skipped`;
    return unfinished === 0 ? ends : `${ends}, ${unfinished} not uploaded`;
  },
  resuming: (part: number, parts: number | null, name: string): string =>
    `resuming at part ${part} of ${parts}: ${name}`,
  startingOver: (name: string, why: string): string => `starting over: ${name}: ${why}`,
} as const;

import { formatBytes } from "../../domain/format.ts";
import { safe } from "../safe.ts";

/** How many files of an upload ended how. */
export interface UploadCounts {
  readonly delivered: number;
  readonly bytes: number;
  /** Those that were not uploaded are among them. */
  readonly failed: number;
  readonly skipped: number;
  readonly unfinished: number;
  /** Host that no stored connection names. */
  readonly elsewhere: string | null;
}

/** Sentences of `s3-sftp upload`. */
export const uploadWords = {
  summary: (counts: UploadCounts): string => {
    const { delivered, bytes, failed, skipped, unfinished, elsewhere } = counts;
    return [
      `${delivered} delivered (${formatBytes(bytes)})`,
      `${failed - unfinished} failed`,
      `${skipped} skipped`,
      ...(unfinished === 0 ? [] : [`${unfinished} not uploaded`]),
      ...(elsewhere === null ? [] : [uploadWords.destination(elsewhere)]),
    ].join(", ");
  },
  filesInClear: (host: string): string =>
    `Warning: files are sent unencrypted to ${safe(host)}. Everybody on the way can read them.`,
  tokenInClear: (host: string): string =>
    `Warning: the log server token is sent unencrypted to ${safe(host)}.`,
  destination: (host: string): string => `destination: ${safe(host)}`,
  resuming: (part: number, parts: number | null, name: string): string =>
    `resuming at part ${part} of ${parts}: ${name}`,
  startingOver: (name: string, why: string): string => `starting over: ${name}: ${why}`,
} as const;

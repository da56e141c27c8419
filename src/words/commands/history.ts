import { formatCount } from "../../domain/format.ts";

/** Sentences of `s3-sftp history` and `s3-sftp receipt`. */
export const historyCommandWords = {
  wrongCount: "s3-sftp: --count must be 1 or more",
  wrongDate: "s3-sftp: --forget-before must be a date such as 2026-01-31, and not in the future",
  forgotten: (count: number): string =>
    `Removed ${formatCount(count, "receipt")} from this computer.`,
  nothing: "Nothing delivered from this computer yet.",
  noReceipt: "s3-sftp: no receipt has this ID; s3-sftp history lists them",
} as const;

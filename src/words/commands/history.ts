import { formatCount } from "../../domain/format.ts";
import { safe } from "../safe.ts";

/** Sentences of `s3-sftp history` and `s3-sftp receipt`. */
export const historyCommandWords = {
  wrongCount: (typed: string): string =>
    `s3-sftp: --count "${safe(typed)}" must be a whole number from 1`,
  wrongDate: (typed: string): string =>
    `s3-sftp: --forget-before "${safe(typed)}" must be a date such as 2026-01-31, and not in the future`,
  forgotten: (count: number): string =>
    `Removed ${formatCount(count, "receipt")} from this computer.`,
  nothing: "Nothing delivered from this computer yet.",
  noReceipt: "s3-sftp: no receipt has this ID; s3-sftp history lists them",
} as const;

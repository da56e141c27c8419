import { formatCount } from "../../domain/format.ts";

/** Sentences of `s3-sftp status` where no background uploader runs. */
export const statusWords = {
  idle: "No uploads are running.",
  elsewhere: (files: number): string =>
    `Another s3-sftp has ${formatCount(files, "file")} in its queue. See its window for progress.`,
  more: (files: number): string =>
    `and ${formatCount(files, "more", "more")}; s3-sftp status --all lists them`,
  unfinished: (uploads: number): string =>
    `${formatCount(uploads, "unfinished upload")}: start s3-sftp, or run the same upload again.`,
} as const;

import { uploadWords, type UploadCounts } from "../../../src/words/commands/upload.ts";

/** How `s3-sftp upload` counts at its end; what is not given is 0. */
export const uploadEnds = (counts: Partial<UploadCounts>): string =>
  uploadWords.summary({
    delivered: 0,
    bytes: 0,
    failed: 0,
    skipped: 0,
    unfinished: 0,
    leftOut: { filtered: 0, young: 0 },
    elsewhere: null,
    ...counts,
  });

import { safe } from "./safe.ts";

/** Sentences around the text for the bucket owner. */
export const ownerNoticeWords = {
  title: "For the bucket owner",
  how: "Forward this text. No secrets inside.",
  fileName: "s3-sftp-problem.txt",
  saved: (path: string): string => `Saved as ${safe(path)}`,
  sent: "Queued for the log server",
  noLogServer: "No log server is set up. Copy or save the text",
} as const;

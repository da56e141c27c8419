import { safe } from "./safe.ts";

/** Sentences around the text for the bucket owner. */
export const ownerNoticeWords = {
  title: "For the bucket owner",
  how: "Forward this text. No secrets inside.",
  fileName: "s3-sftp-problem.txt",
  saved: (path: string): string => `Saved as ${safe(path)}`,
  sent: "The log server has it for the recipient",
  waits: (why: string): string => `Not sent yet, kept for later: ${why}`,
  noLogServer: "No log server is set up. Copy or save the text",
} as const;

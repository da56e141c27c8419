import { safe } from "./safe.ts";

/** Sentences around the text for the owner of the bucket. */
export const cardWords = {
  title: "For the owner of the bucket",
  how: "Forward this text. No secret is in it.",
  fileName: "s3-sftp-problem.txt",
  copied: "Handed to your terminal's clipboard.",
  tooLong: "Too long for the clipboard: save it instead.",
  saved: (path: string): string => `Saved as ${safe(path)}`,
  told: "It is on its way to the administrator.",
  noLogServer: "There is no log server: copy or save the text instead.",
} as const;

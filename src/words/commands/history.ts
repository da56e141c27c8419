/** Sentences of `s3-sftp history` and `s3-sftp receipt`. */
export const historyCommandWords = {
  wrongCount: "s3-sftp: --count must be 1 or more",
  nothing: "Nothing delivered from this computer yet.",
  noReceipt: "s3-sftp: no receipt has this ID; s3-sftp history lists them",
} as const;

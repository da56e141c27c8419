/** Sentences of `s3-sftp policy`, beside the documents. */
export const policyWords = {
  policy: "Policy for a sender's key (list and upload only):",
  lifecycleRule: (bucket: string): string =>
    `Lifecycle rule for ${bucket} (removes parts of unfinished uploads):`,
} as const;

/** Sentences of `s3-sftp policy`, beside the documents. */
export const policyWords = {
  both: (bucket: string): string =>
    `"policy": for a sender's key (list and upload only). "lifecycle": for ${bucket}, removes parts of unfinished uploads. --policy or --lifecycle prints one of them.`,
  policy: "Policy for a sender's key (list and upload only):",
  lifecycleRule: (bucket: string): string =>
    `Lifecycle rule for ${bucket} (removes parts of unfinished uploads):`,
} as const;

import { safe } from "../safe.ts";

/** Sentences of `s3-sftp policy`, beside the documents. */
export const policyWords = {
  /** What to type instead, behind what is wrong. */
  form: (destination: string): string => `Type s3-sftp policy ${safe(destination)}`,
  /** Where nobody knows what was meant. */
  example: "Type for example s3-sftp policy acme-inbox/north",
  bucket: "The bucket",
  folder: "The folder",
  noBucket: (typed: string): string => `The bucket of "${safe(typed)}"`,
  wildcard: (sign: string): string =>
    `must not contain ${sign}: the policy is for all below a folder`,
  both: (bucket: string): string =>
    `"policy": for a sender's key (list and upload only). "lifecycle": for ${bucket}, removes parts of unfinished uploads. --policy or --lifecycle prints one of them.`,
  policy: "Policy for a sender's key (list and upload only):",
  lifecycleRule: (bucket: string): string =>
    `Lifecycle rule for ${bucket} (removes parts of unfinished uploads):`,
} as const;

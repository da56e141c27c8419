import { safe } from "./safe.ts";

/** Of parts that nobody will finish, and this key may not remove: who can, and how. */
export const leftPartsWords = (bucket: string): string =>
  `Uploaded parts stay in the bucket until a lifecycle rule removes them. \`s3-sftp policy ${safe(bucket)}\` prints that rule for the bucket owner.`;

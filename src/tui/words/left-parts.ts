import { safe } from "./safe.ts";

/** Of parts that nobody will finish, and this key may not remove: who can, and how. */
export const leftPartsWords = (bucket: string): string =>
  `Parts already sent stay at the store until the bucket's lifecycle rule removes them; \`s3-sftp policy ${safe(bucket)}\` prints it for the owner.`;

import type { UploadOptions } from "../../../domain/transfer.ts";
import type { HttpReply } from "../http/http-call.ts";
import { header } from "./reply-header.ts";
import type { StoreConnection } from "./store-connection.ts";

/** True when the answer says that the object's ETag is no MD5: S3 "ETag" under "Object". */
export const hidesMd5 = (reply: HttpReply): boolean =>
  header(reply, "x-amz-server-side-encryption")?.startsWith("aws:kms") === true ||
  header(reply, "x-amz-server-side-encryption-customer-algorithm") !== null;

/** Remembers a bucket that encrypts with KMS by itself: what a list shows there has to be judged without its ETag. */
export const rememberKmsBucket = (
  { bucketsWithoutMd5 }: StoreConnection,
  bucket: string,
  options: UploadOptions,
  reply: HttpReply,
): void => {
  if (options.sse === undefined && hidesMd5(reply)) bucketsWithoutMd5.add(bucket);
};

import type { S3User } from "../../../src/demo/s3/s3-types.ts";
import { listAndPutGrants } from "../../../src/demo/s3/s3-types.ts";

/** The bucket's owner. Keys of the tests only; they open nothing. */
export const owner: S3User = {
  name: "owner",
  accessKeyId: "AKIAOWNER00000000000",
  secretAccessKey: "owner-secret-of-the-tests-00000000000000",
  grants: "everything",
};

/** A sender who may put and list in `bucket`, and nothing else. */
export const sender = (bucket: string, prefix = ""): S3User => ({
  name: "sender",
  accessKeyId: "AKIASENDER0000000000",
  secretAccessKey: "sender-secret-of-the-tests-0000000000000",
  grants: listAndPutGrants(bucket, prefix),
});

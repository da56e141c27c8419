import type { InputField } from "../../domain/errors.ts";

/** What a field is called on the screen, in the middle of a sentence. */
export const inputFieldWords: Readonly<Record<InputField, string>> = {
  connectionName: "name of the connection",
  accessKeyId: "access key",
  secretAccessKey: "secret access key",
  region: "region",
  endpoint: "address of the store",
  bucket: "bucket",
  prefix: "folder in the bucket",
  logUrl: "address of the log server",
  logToken: "token of the log server",
  passphrase: "passphrase",
  limit: "speed limit",
  conflict: "rule for names that are taken",
  tag: "tag",
  meta: "metadata",
  sse: "encryption",
  storageClass: "storage class",
  contentType: "content type",
  key: "key",
  path: "path",
};

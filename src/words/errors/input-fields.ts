import type { InputField } from "../../domain/errors.ts";

/** What a field is called on the screen, in the middle of a sentence. */
export const inputFieldWords: Readonly<Record<InputField, string>> = {
  connectionName: "connection name",
  accessKeyId: "access key",
  secretAccessKey: "secret access key",
  sessionToken: "session token",
  profile: "AWS profile",
  addressing: "addressing",
  region: "region",
  endpoint: "endpoint",
  bucket: "bucket",
  prefix: "folder in the bucket",
  logUrl: "log server address",
  logToken: "log server token",
  passphrase: "passphrase",
  limit: "speed limit",
  conflict: "conflict option",
  tag: "tag",
  meta: "metadata",
  sse: "encryption",
  storageClass: "storage class",
  contentType: "content type",
  key: "key",
  path: "path",
};

/** A value that a person typed, or a line of their command, which cannot be used. */
export type InputField =
  | "connectionName"
  | "accessKeyId"
  | "secretAccessKey"
  | "sessionToken"
  | "profile"
  | "addressing"
  | "acl"
  | "expectedBucketOwner"
  | "partBytes"
  | "terms"
  | "region"
  | "endpoint"
  | "bucket"
  | "prefix"
  | "logUrl"
  | "logToken"
  | "passphrase"
  | "limit"
  | "conflict"
  | "tag"
  | "meta"
  | "sse"
  | "storageClass"
  | "contentType"
  | "key"
  | "path"
  | "include"
  | "exclude"
  | "minAge"
  | "filesFrom"
  | "note";

/** What was typed for it, to be said again; null where that may hold a user name and a password: an address. */
export const givenValue = (text: string | null): string | null =>
  text === null || (text.includes("@") && text.includes("://")) ? null : text;

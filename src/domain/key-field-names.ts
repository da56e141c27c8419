/** What a block of keys can hold; each value is cleaned but not checked yet. */
export interface PastedKeys {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  /** Of temporary keys. */
  readonly sessionToken?: string;
  /** When temporary keys run out, as a date in any form that Date.parse reads. */
  readonly expiration?: string;
  readonly region?: string;
  readonly endpoint?: string;
  /** Bucket, or bucket/folder. */
  readonly bucket?: string;
  readonly logUrl?: string;
  readonly logToken?: string;
  /** What the recipient is called. */
  readonly label?: string;
}

export type PastedField = keyof PastedKeys;

// Names as environment, credentials file, JSON of the AWS CLI, CSV header and the files of s3cmd, rclone, MinIO and
// Backblaze write them; without the service before them, case and whatever separates words.
const fieldNames: Readonly<Record<string, PastedField>> = {
  accesskeyid: "accessKeyId",
  accesskey: "accessKeyId",
  keyid: "accessKeyId",
  secretaccesskey: "secretAccessKey",
  secretkey: "secretAccessKey",
  accesssecret: "secretAccessKey",
  accesskeysecret: "secretAccessKey",
  applicationkey: "secretAccessKey",
  sessiontoken: "sessionToken",
  // The name of the token before it was called session token; boto and s3cmd still take it.
  securitytoken: "sessionToken",
  expiration: "expiration",
  credentialexpiration: "expiration",
  sessionexpiration: "expiration",
  xsecuritytokenexpires: "expiration",
  region: "region",
  defaultregion: "region",
  regionname: "region",
  endpointurl: "endpoint",
  endpointurls3: "endpoint",
  endpoint: "endpoint",
  hostbase: "endpoint",
};

// In the block of an invite only: `bucket = x` in somebody's file may be anything. Names: docs/log-server.md.
const inviteNames: Readonly<Record<string, PastedField>> = {
  s3sftpbucket: "bucket",
  s3sftplogurl: "logUrl",
  s3sftplogtoken: "logToken",
  s3sftplabel: "label",
};

/** What a name in a block stands for; undefined for any other name. */
export const toPastedField = (name: string): PastedField | undefined => {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (Object.hasOwn(inviteNames, plain)) return inviteNames[plain];
  const own = plain.replace(/^(?:aws|s3|minio)/, "");
  return Object.hasOwn(fieldNames, own) ? fieldNames[own] : undefined;
};

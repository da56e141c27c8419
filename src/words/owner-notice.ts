import { bucketArn, permissionPolicy } from "../domain/bucket-policy.ts";
import { readAccessDenial } from "../domain/access-denial.ts";
import type { AppError } from "../domain/errors.ts";
import { isAwsEndpoint } from "../domain/store-abilities.ts";
import type { UploadOptions } from "../domain/transfer.ts";
import { errorDetails, errorWords } from "./errors/error-words.ts";
import { safe } from "./safe.ts";

export interface OwnerNoticeInput {
  readonly error: AppError;
  /** Public half of the key; null when it is not known here. */
  readonly accessKeyId: string | null;
  readonly region: string;
  /** Of a service that is not AWS; null for AWS. */
  readonly endpoint: string | null;
  /** Of the destination; empty, or ending in "/". */
  readonly prefix: string;
  readonly atMs: number;
  /** What uploads ask for beyond the object. */
  readonly options?: UploadOptions | undefined;
}

/** Lines of the text: what somebody looks for in it. */
export const noticeFacts = {
  denied: (action: string): string => `denied by a policy: ${safe(action)}`,
  needed: (action: string): string => `permission needed: ${safe(action)}`,
  resource: (arn: string): string => `on resource: ${safe(arn)}`,
  policyMayAsk:
    "if the key has it: the bucket's policy may ask for encryption, an ACL or tags that were not sent",
  accessKey: (id: string): string => `access key: ${safe(id)}`,
  time: (atMs: number): string => `time: ${new Date(atMs).toISOString()}`,
  policy: "A policy with the permissions this key needs:",
  policyOfAws:
    "The permissions this key needs, as a policy of AWS. Ceph and MinIO take this form; other services have their own:",
} as const;

/** Which permission is needed, and the policy that grants it: where the answer does not say something else. */
const needed = ({
  error,
  region,
  endpoint,
  prefix,
  options,
}: OwnerNoticeInput): readonly string[] => {
  if (error.code !== "AccessDenied") return [];
  const denial = readAccessDenial(error);
  if (denial.reason === "no code" || denial.reason === "other code") return [];
  const { action } = denial;
  const bucket = safe(bucketArn(error.bucket, region));
  const object = `${bucket}/${safe(error.key ?? `${prefix}*`)}`;
  const resource = denial.resource ?? (action === "s3:ListBucket" ? bucket : object);
  if (denial.reason === "explicit deny")
    return [noticeFacts.denied(action), noticeFacts.resource(resource)];
  const facts = [
    noticeFacts.needed(action),
    noticeFacts.resource(resource),
    // The service did not say which: only the owner can look.
    ...(denial.isNamed || action === "s3:ListBucket" ? [] : [noticeFacts.policyMayAsk]),
  ];
  // The policy of a sender's key has these two; another one (tags, a KMS key) is the owner's to add.
  if (action !== "s3:ListBucket" && action !== "s3:PutObject") return facts;
  const policy = permissionPolicy({ bucket: error.bucket, prefix, region, options });
  return [
    ...facts,
    "",
    isAwsEndpoint(endpoint) ? noticeFacts.policy : noticeFacts.policyOfAws,
    ...policy.trimEnd().split("\n").map(safe),
  ];
};

/** What the text is about, for someone who has not seen the screen; also made from a setup check. */
const firstLine = (error: AppError): string => {
  if (error.code === "NoSuchBucket") return "s3-sftp cannot find this bucket.";
  if (error.code !== "AccessDenied") return "s3-sftp cannot use this bucket.";
  return readAccessDenial(error).reason === "no code"
    ? "s3-sftp was denied access to this bucket, without an S3 error code: a proxy may have blocked it."
    : "s3-sftp was denied access to this bucket. Only the bucket owner can fix this.";
};

/**
 * A text that the sender forwards to the bucket owner: what was denied, the permission it needs, a policy that
 * grants it, and the IDs under which the service logs it. Holds no secret.
 */
export const ownerNotice = (subject: OwnerNoticeInput): string => {
  const { error, accessKeyId, atMs } = subject;
  const { happened, subject: what } = errorWords(error);
  return [
    firstLine(error),
    "",
    `what happened: ${happened}`,
    ...(what === null ? [] : [`target: ${what}`]),
    ...(accessKeyId === null ? [] : [noticeFacts.accessKey(accessKeyId)]),
    noticeFacts.time(atMs),
    ...errorDetails(error),
    ...needed(subject),
    "",
  ].join("\n");
};

import { bucketArn, permissionPolicy } from "../../domain/bucket-policy.ts";
import type { AppError } from "../../domain/errors.ts";
import { errorDetails, errorWords } from "./error-words.ts";
import { safe } from "./safe.ts";

export interface CardSubject {
  readonly error: AppError;
  /** Public half of the key; null when it is not known here. */
  readonly accessKeyId: string | null;
  readonly region: string;
  /** Of the destination; empty, or ending in "/". */
  readonly prefix: string;
  readonly atMs: number;
}

/** What exactly is missing, and the policy that grants it. */
const missing = ({ error, region, prefix }: CardSubject): readonly string[] => {
  if (error.code !== "AccessDenied") return [];
  const bucket = safe(bucketArn(error.bucket, region));
  const policy = permissionPolicy({ bucket: error.bucket, prefix, region });
  return [
    `permission needed: ${error.right === "list" ? "s3:ListBucket" : "s3:PutObject"}`,
    `on resource: ${error.right === "list" ? bucket : `${bucket}/${safe(error.key ?? `${prefix}*`)}`}`,
    "",
    "A policy with the permissions this key needs:",
    ...policy.trimEnd().split("\n").map(safe),
  ];
};

/**
 * A text that the sender forwards to the bucket owner: what was denied, the permission it needs, a policy that
 * grants it, and the IDs under which the service logs it. Holds no secret.
 */
export const administratorCard = (subject: CardSubject): string => {
  const { error, accessKeyId, atMs } = subject;
  const { happened, subject: what } = errorWords(error);
  return [
    "s3-sftp was denied access to this bucket. Only the bucket owner can fix this.",
    "",
    `what happened: ${happened}`,
    ...(what === null ? [] : [`target: ${what}`]),
    ...(accessKeyId === null ? [] : [`access key: ${safe(accessKeyId)}`]),
    `time: ${new Date(atMs).toISOString()}`,
    ...errorDetails(error),
    ...missing(subject),
    "",
  ].join("\n");
};

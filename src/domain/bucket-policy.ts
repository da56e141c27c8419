import type { UploadOptions } from "./transfer.ts";

/** Where a sender delivers, as a policy names it. */
export interface PolicyTarget {
  readonly bucket: string;
  /** Empty, or ending in "/". */
  readonly prefix: string;
  /** Decides the partition in the ARNs; default: that of most regions. */
  readonly region?: string | undefined;
  /** What uploads ask for beyond the object: some of it needs permissions of its own. */
  readonly options?: UploadOptions | undefined;
}

/** China and GovCloud are partitions of their own: AWS "Amazon Resource Names". */
const partitionOf = (region: string): string => {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
};

/** Names a bucket in a policy: `arn:aws:s3:::BUCKET`, in the partition of its region. */
export const bucketArn = (bucket: string, region: string): string =>
  `arn:${partitionOf(region)}:s3:::${bucket}`;

const toText = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;

/** The right to put, and what tags and an ACL need with it: S3 "Actions defined by Amazon S3". */
const putActions = ({ tags = {}, acl }: UploadOptions): readonly string[] => [
  "s3:PutObject",
  ...(Object.keys(tags).length > 0 ? ["s3:PutObjectTagging"] : []),
  ...(acl === undefined ? [] : ["s3:PutObjectAcl"]),
];

/** For a KMS key that uploads name; parts are decrypted to be put together: S3 "Multipart upload API and permissions". */
const kmsStatement = ({ sse = "" }: UploadOptions, region: string) => {
  const key = /^aws:kms(?::dsse)?:(.+)$/.exec(sse)?.[1];
  if (key === undefined) return [];
  const own = `arn:${partitionOf(region)}:kms:*:*:key`;
  // An alias cannot be named in a policy.
  const resource = key.startsWith("arn:") ? key : `${own}/${key.startsWith("alias/") ? "*" : key}`;
  const actions = ["kms:GenerateDataKey", "kms:Decrypt"];
  return [{ Sid: "EncryptFiles", Effect: "Allow", Action: actions, Resource: resource }];
};

/** A folder as itself: `*` and `?` are wildcards, `$` begins a variable. IAM "Policy elements: Variables and tags". */
const literally = (prefix: string): string => prefix.replaceAll(/[*?$]/g, (sign) => `\${${sign}}`);

/**
 * The identity policy that a sender's key needs, as JSON: list under the prefix, put under the prefix, what `options`
 * need, and no other right. Multipart uploads need nothing more than s3:PutObject.
 */
export const permissionPolicy = (target: PolicyTarget): string => {
  const { bucket, prefix, region = "", options = {} } = target;
  const arn = bucketArn(bucket, region);
  const folder = literally(prefix);
  const [put = "", ...more] = putActions(options);
  return toText({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ListFolder",
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: arn,
        // A condition on an empty prefix would deny lists that name none.
        ...(prefix !== "" && { Condition: { StringLike: { "s3:prefix": `${folder}*` } } }),
      },
      {
        Sid: "UploadFiles",
        Effect: "Allow",
        Action: more.length === 0 ? put : [put, ...more],
        Resource: `${arn}/${folder}*`,
      },
      ...kmsStatement(options, region),
    ],
  });
};

/**
 * The bucket's lifecycle configuration, as JSON, that removes the parts of uploads nobody finished. The sender's
 * key cannot, and must not be able to.
 */
export const lifecycleRule = ({
  prefix,
  days = 7,
}: Pick<PolicyTarget, "prefix"> & { readonly days?: number }): string =>
  toText({
    Rules: [
      {
        ID: "remove-unfinished-uploads",
        Status: "Enabled",
        Filter: { Prefix: prefix },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: days },
      },
    ],
  });

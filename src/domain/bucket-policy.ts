/** Where a sender delivers, as a policy names it. */
export interface PolicyTarget {
  readonly bucket: string;
  /** Empty, or ending in "/". */
  readonly prefix: string;
  /** Decides the partition in the ARNs; default: that of most regions. */
  readonly region?: string | undefined;
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

/**
 * The identity policy that a sender's key needs, as JSON: list under the prefix, put under the prefix, and no
 * other right. Multipart uploads need nothing more than s3:PutObject.
 */
export const permissionPolicy = ({ bucket, prefix, region = "" }: PolicyTarget): string => {
  const arn = bucketArn(bucket, region);
  return toText({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ListFolder",
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: arn,
        // A condition on an empty prefix would deny lists that name none.
        ...(prefix !== "" && { Condition: { StringLike: { "s3:prefix": `${prefix}*` } } }),
      },
      {
        Sid: "UploadFiles",
        Effect: "Allow",
        Action: "s3:PutObject",
        Resource: `${arn}/${prefix}*`,
      },
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

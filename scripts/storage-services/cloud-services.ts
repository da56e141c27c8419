import type { StorageService } from "./storage-service.ts";

/** Services that one rents. */
export const cloudServices: readonly StorageService[] = [
  {
    name: "AWS S3",
    facts: {
      putCondition: "honoured",
      completeCondition: "honoured",
      checksums: "checked",
      completeChecksum: "full-object",
      contentMd5: "checked",
      etag: "md5",
      multipartEtag: "md5-of-md5s",
      maxParts: 10_000,
      addressing: "either",
      listing: "v2",
    },
    sources: [
      {
        title: "How to prevent object overwrites with conditional writes",
        url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html",
      },
      {
        title: "Checking object integrity in Amazon S3",
        url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html",
      },
      {
        title: "Amazon S3 multipart upload limits",
        url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html",
      },
    ],
    seen: null,
    toSet: "Nothing but the region; leave the endpoint empty.",
    permissions: "By the policy that `s3-sftp policy BUCKET/PREFIX` prints.",
    lacks: "Under KMS encryption no ETag is an MD5; the checksum is the proof.",
  },
  {
    name: "Cloudflare R2",
    facts: {
      putCondition: "honoured",
      completeCondition: "honoured",
      checksums: "checked",
      completeChecksum: "composite",
      contentMd5: "not documented",
      etag: "md5",
      multipartEtag: "md5-of-md5s",
      maxParts: 10_000,
      addressing: "not documented",
      listing: "not documented",
    },
    sources: [
      {
        title: "Conditional operations",
        url: "https://developers.cloudflare.com/r2/api/s3/conditional-operations/",
      },
      {
        title: "S3 API compatibility",
        url: "https://developers.cloudflare.com/r2/api/s3/api/",
      },
      {
        title: "Multipart upload",
        url: "https://developers.cloudflare.com/r2/objects/multipart-objects/",
      },
      { title: "Authentication", url: "https://developers.cloudflare.com/r2/api/tokens" },
    ],
    seen: null,
    toSet: "Region `auto`, endpoint `https://ACCOUNT_ID.r2.cloudflarestorage.com`.",
    permissions:
      'By an API token "Object Read & Write" for the bucket, which may also read and delete.',
    lacks: "A CRC32 of a whole object of parts: R2 has it of each part, and one over those.",
  },
  {
    name: "Backblaze B2",
    facts: {
      putCondition: "refused",
      completeCondition: "not documented",
      checksums: "refused",
      completeChecksum: "none",
      contentMd5: "not documented",
      etag: "not documented",
      multipartEtag: "not documented",
      maxParts: "not documented",
      addressing: "not documented",
      listing: "not documented",
    },
    sources: [
      {
        title: "S3-Compatible API",
        url: "https://www.backblaze.com/docs/cloud-storage-s3-compatible-api",
      },
      {
        title: "Not compatible with Backblaze B2? (a public thread)",
        url: "https://github.com/sathinduga/obsidian-s3-sync-and-backup/issues/78",
      },
      {
        title: "Application Key Capabilities",
        url: "https://backblaze.com/docs/cloud-storage-application-key-capabilities",
      },
    ],
    seen: null,
    toSet: "Endpoint `https://s3.REGION.backblazeb2.com`, as the bucket's page shows it.",
    permissions:
      "By an application key for the bucket with `listFiles` and `writeFiles`, and `namePrefix` for a folder.",
    lacks: "Conditions, and in some regions checksums: the key is looked up before the upload.",
  },
  {
    name: "Google Cloud Storage",
    facts: {
      putCondition: "not documented",
      completeCondition: "ignored",
      checksums: "not documented",
      completeChecksum: "not documented",
      contentMd5: "checked",
      etag: "not documented",
      multipartEtag: "not documented",
      maxParts: 10_000,
      addressing: "not documented",
      listing: "not documented",
    },
    sources: [
      {
        title: "XML API multipart uploads",
        url: "https://docs.cloud.google.com/storage/docs/multipart-uploads",
      },
      {
        title: "Upload an object part",
        url: "https://docs.cloud.google.com/storage/docs/xml-api/put-object-multipart",
      },
      {
        title: "Request preconditions",
        url: "https://docs.cloud.google.com/storage/docs/request-preconditions",
      },
    ],
    seen: null,
    toSet: "Endpoint `https://storage.googleapis.com`, an HMAC key, region `auto`.",
    permissions: null,
    lacks: "A condition when parts are put together: an object of that name is written over.",
  },
  {
    name: "Wasabi",
    facts: {
      putCondition: "not documented",
      completeCondition: "not documented",
      checksums: "not documented",
      completeChecksum: "not documented",
      contentMd5: "checked",
      etag: "not documented",
      multipartEtag: "not documented",
      maxParts: "not documented",
      addressing: "either",
      listing: "not documented",
    },
    sources: [
      {
        title: "REST API Introduction",
        url: "https://docs.wasabi.com/docs/rest-api-introduction",
      },
    ],
    seen: null,
    toSet: "Endpoint `https://s3.REGION.wasabisys.com` and that region.",
    permissions: null,
    lacks: null,
  },
  {
    name: "DigitalOcean Spaces",
    facts: {
      putCondition: "not documented",
      completeCondition: "not documented",
      checksums: "not documented",
      completeChecksum: "not documented",
      contentMd5: "not documented",
      etag: "not documented",
      multipartEtag: "not documented",
      maxParts: 10_000,
      addressing: "not documented",
      listing: "v2",
    },
    sources: [
      {
        title: "Spaces S3 Compatibility",
        url: "https://docs.digitalocean.com/products/spaces/reference/s3-compatibility/",
      },
      {
        title: "Spaces Limits",
        url: "https://docs.digitalocean.com/products/spaces/details/limits/",
      },
    ],
    seen: null,
    toSet: "Endpoint `https://REGION.digitaloceanspaces.com` and that region.",
    permissions: null,
    lacks: null,
  },
  {
    name: "Scaleway",
    facts: {
      putCondition: "honoured",
      completeCondition: "honoured",
      checksums: "not documented",
      completeChecksum: "not documented",
      contentMd5: "not documented",
      etag: "not documented",
      multipartEtag: "not documented",
      maxParts: 1000,
      addressing: "not documented",
      listing: "not documented",
    },
    sources: [
      {
        title: "Using conditional writes",
        url: "https://www.scaleway.com/en/docs/object-storage/api-cli/using-conditional-writes/",
      },
      {
        title: "Managing multipart uploads",
        url: "https://www.scaleway.com/en/docs/object-storage/api-cli/multipart-uploads/",
      },
      {
        title: "Bucket policies overview",
        url: "https://www.scaleway.com/en/docs/object-storage/api-cli/bucket-policy.md",
      },
    ],
    seen: null,
    toSet: "Endpoint `https://s3.REGION.scw.cloud` and that region.",
    permissions:
      "By a bucket policy of its own version, `2023-04-17`: that of AWS is deprecated there.",
    lacks: "More than 1,000 parts: files above 5 GB need larger ones.",
  },
  {
    name: "Alibaba Cloud OSS",
    facts: {
      putCondition: "not documented",
      completeCondition: "not documented",
      checksums: "not documented",
      completeChecksum: "not documented",
      contentMd5: "checked",
      etag: "md5",
      multipartEtag: "not documented",
      maxParts: 10_000,
      addressing: "virtual",
      listing: "v2",
    },
    sources: [
      {
        title: "S3 API on OSS: supported operations and limitations",
        url: "https://www.alibabacloud.com/help/en/oss/developer-reference/compatibility-with-amazon-s3",
      },
      {
        title: "UploadPart",
        url: "https://www.alibabacloud.com/help/en/doc-detail/31993.htm",
      },
      {
        title: "PutObject",
        url: "https://www.alibabacloud.com/help/tc/object-storage-service/latest/putobject",
      },
      {
        title: "RAM Policy",
        url: "https://www.alibabacloud.com/help/en/oss/user-guide/how-oss-works-with-ram",
      },
    ],
    seen: null,
    toSet: "The host has to name the bucket; the endpoint's own name alone is refused.",
    permissions:
      "By a RAM policy with `oss:ListObjects` and `oss:PutObject` on `acs:oss:*:*:BUCKET`.",
    lacks: "Addresses with the bucket in the path.",
  },
];

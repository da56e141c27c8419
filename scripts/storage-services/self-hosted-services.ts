import type { StorageService } from "./storage-service.ts";

/** Programs that one runs oneself, the ones first that no test of ours can start. */
export const minio: StorageService = {
  name: "MinIO",
  facts: {
    putCondition: "honoured",
    completeCondition: "not documented",
    checksums: "checked",
    completeChecksum: "full-object",
    contentMd5: "not documented",
    etag: "not documented",
    multipartEtag: "not documented",
    maxParts: "not documented",
    addressing: "not documented",
    listing: "not documented",
  },
  sources: [
    {
      title: "S3 API Compatibility",
      url: "https://docs.min.io/community/minio-object-store/reference/s3-api-compatibility.html",
    },
    {
      title: "support if-match/if-none-match with s3 uploads (its own thread)",
      url: "https://github.com/minio/minio/pull/16551",
    },
    {
      title:
        "CreateMultiPartUpload accepts a ChecksumType argument but does not respect it (its own thread)",
      url: "https://github.com/minio/minio/issues/20944",
    },
    {
      title: "mc admin policy create",
      url: "https://min.io/docs/minio/linux/reference/minio-mc-admin/mc-admin-policy-create.html",
    },
  ],
  seen: null,
  toSet: "Endpoint as your MinIO has it, region `us-east-1` unless it was given another.",
  permissions: "By the policy that `s3-sftp policy` prints, with `mc admin policy create`.",
  lacks: null,
};

export const minio2022: StorageService = {
  name: "MinIO of early 2022",
  facts: {
    ...minio.facts,
    putCondition: "ignored",
    completeCondition: "ignored",
    checksums: "ignored",
    completeChecksum: "none",
  },
  sources: [
    {
      title: "support if-match/if-none-match with s3 uploads (its own thread, February 2023)",
      url: "https://github.com/minio/minio/pull/16551",
    },
    {
      title: "Implement object integrity support such as CRC32C, SHA256 (its own thread, May 2022)",
      url: "https://github.com/minio/minio/issues/14885",
    },
  ],
  seen: null,
  toSet: "As for MinIO.",
  permissions: "As for MinIO.",
  lacks: "Conditions and checksums, which came in 2022 and 2023.",
};

export const minio2023: StorageService = {
  name: "MinIO of 2023 and 2024",
  facts: { ...minio.facts, completeChecksum: "composite" },
  habits: { readsWholeAsComposite: true },
  sources: [
    {
      title:
        "Completing Multipart Uploads with Checksum That Contains Number of Parts Fails (its own thread, May 2024)",
      url: "https://github.com/minio/minio/issues/19670",
    },
    {
      title:
        "CreateMultiPartUpload accepts a ChecksumType argument but does not respect it (its own thread, February 2025)",
      url: "https://github.com/minio/minio/issues/20944",
    },
  ],
  seen: null,
  toSet: "As for MinIO.",
  permissions: "As for MinIO.",
  lacks: "A CRC32 of a whole object of parts: it has that of each part, and one over those.",
};

export const ceph18: StorageService = {
  name: "Ceph RGW 18",
  facts: {
    putCondition: "not documented",
    completeCondition: "not documented",
    checksums: "not documented",
    completeChecksum: "not documented",
    contentMd5: "checked",
    etag: "not documented",
    multipartEtag: "not documented",
    maxParts: "not documented",
    addressing: "not documented",
    listing: "not documented",
  },
  habits: { hasMessages: false },
  sources: [
    {
      title: "Object Operations",
      url: "https://docs.ceph.com/en/reef/radosgw/s3/objectops/",
    },
    { title: "Bucket Policies", url: "https://docs.ceph.com/en/reef/radosgw/bucketpolicy/" },
  ],
  seen: null,
  toSet: "Endpoint as your gateway has it, region as its zone group is named, often `default`.",
  permissions:
    "By a bucket policy: the statements of `s3-sftp policy`, each with a `Principal` of `arn:aws:iam:::user/NAME`.",
  lacks: null,
};

export const ceph16: StorageService = {
  name: "Ceph RGW 16",
  facts: {
    putCondition: "honoured",
    completeCondition: "ignored",
    checksums: "ignored",
    completeChecksum: "none",
    contentMd5: "checked",
    etag: "md5",
    multipartEtag: "absent",
    maxParts: 10_000,
    addressing: "either",
    listing: "v2",
  },
  habits: { hasMessages: false },
  sources: [
    {
      title: "Object Operations",
      url: "https://docs.ceph.com/en/pacific/radosgw/s3/objectops/",
    },
  ],
  seen: "16.2, by Debian 12",
  toSet: "As for Ceph RGW 18.",
  permissions: "As for Ceph RGW 18.",
  lacks: "A condition when parts are put together; the key is looked up right before.",
};

export const swift: StorageService = {
  name: "OpenStack Swift",
  facts: {
    putCondition: "refused",
    completeCondition: "honoured",
    checksums: "ignored",
    completeChecksum: "none",
    contentMd5: "checked",
    etag: "md5",
    multipartEtag: "md5-of-md5s",
    maxParts: 1000,
    addressing: "either",
    listing: "v2",
  },
  // The 412 of Complete has another code than S3's, and only the status says what it is.
  habits: { takenCode: "InvalidRequest", partChecksums: "refused", emptyIsHtml: true },
  sources: [
    {
      title: "S3/Swift REST API Comparison Matrix",
      url: "https://docs.openstack.org/swift/latest/s3_compat.html",
    },
  ],
  seen: "2.30, by Debian 12",
  toSet: "Endpoint of the proxy with s3api, region as `location` of s3api says; EC2 credentials.",
  permissions: null,
  lacks: "A key that can only list and upload, conditions for small files, and parts above 1,000.",
};

export const s3rver: StorageService = {
  name: "s3rver",
  facts: {
    putCondition: "ignored",
    completeCondition: "ignored",
    checksums: "ignored",
    completeChecksum: "none",
    contentMd5: "ignored",
    etag: "md5",
    multipartEtag: "md5",
    maxParts: 10_000,
    addressing: "either",
    listing: "v2",
  },
  habits: { requestIdHeader: null },
  sources: [{ title: "S3rver", url: "https://www.npmjs.com/package/s3rver" }],
  seen: "3.7.1, of npm",
  toSet: "Key and secret `S3RVER`.",
  permissions: null,
  lacks:
    "Signatures, rights, conditions, checksums, keys with `..`: it is for a programmer's desk.",
};

/** What a service makes of a condition: "refused" answers 501 NotImplemented whether the key is free or taken. */
export type ConditionAnswer = "honoured" | "ignored" | "refused";

/** How a service differs from AWS S3: what the stand-in does in its place. */
export interface S3Dialect {
  /** `If-None-Match: *` on PutObject. */
  readonly putCondition: ConditionAnswer;
  /** `If-None-Match: *` on CompleteMultipartUpload. */
  readonly completeCondition: ConditionAnswer;
  /** The code of the 412 that says a key is taken. */
  readonly takenCode: string;
  /** `x-amz-checksum-…`: compared and answered; taken no notice of; or 400 InvalidArgument that names the header. */
  readonly checksums: "checked" | "ignored" | "refused";
  /** What Complete answers of the whole where checksums are checked. */
  readonly completeChecksum: "full-object" | "composite" | "none";
  /** True: a checksum in the head of Complete is compared with that of the parts' checksums. */
  readonly readsWholeAsComposite: boolean;
  /** `<ChecksumCRC32>` of a part in Complete: read, or 400 MalformedXML by a schema that has no such element. */
  readonly partChecksums: "read" | "refused";
  readonly contentMd5: "checked" | "ignored";
  /** The ETag of a put and of a part: its MD5, or 32 hex digits that are none. */
  readonly etag: "md5" | "opaque";
  /** The ETag of an object of parts: "md5" is that of the whole, "absent" an empty one in the answer to Complete. */
  readonly multipartEtag: "md5-of-md5s" | "md5" | "opaque" | "absent";
  readonly maxParts: number;
  /** "virtual": 403 SecondLevelDomainForbidden unless the host names the bucket. */
  readonly addressing: "either" | "virtual";
  /** "v1": takes `list-type=2` for ListObjects, which knows neither start-after nor tokens nor a count of keys. */
  readonly listing: "v2" | "v1";
  /** True: an answer without a body says that it is HTML. */
  readonly emptyIsHtml: boolean;
  /** False: the `<Message>` of an error is empty. */
  readonly hasMessages: boolean;
  /** The header that names a request. */
  readonly requestIdHeader: string | null;
}

/** AWS S3 itself. */
export const awsDialect: S3Dialect = {
  putCondition: "honoured",
  completeCondition: "honoured",
  takenCode: "PreconditionFailed",
  checksums: "checked",
  completeChecksum: "full-object",
  readsWholeAsComposite: false,
  partChecksums: "read",
  contentMd5: "checked",
  etag: "md5",
  multipartEtag: "md5-of-md5s",
  // S3 "Amazon S3 multipart upload limits".
  maxParts: 10_000,
  addressing: "either",
  listing: "v2",
  emptyIsHtml: false,
  hasMessages: true,
  requestIdHeader: "x-amz-request-id",
};

/** What a request asks of S3, by S3's own names. */
export type S3Operation =
  | "ListBuckets"
  | "HeadBucket"
  | "GetBucketLocation"
  | "ListObjects"
  | "ListObjectsV2"
  | "ListMultipartUploads"
  | "PutObject"
  | "CopyObject"
  | "GetObject"
  | "HeadObject"
  | "DeleteObject"
  | "DeleteObjects"
  | "CreateMultipartUpload"
  | "UploadPart"
  | "CompleteMultipartUpload"
  | "AbortMultipartUpload"
  | "ListParts"
  | "Unknown";

/** Rights as bucket policies name them. */
export type S3Action =
  | "s3:PutObject"
  | "s3:ListBucket"
  | "s3:GetObject"
  | "s3:DeleteObject"
  | "s3:AbortMultipartUpload"
  | "s3:ListMultipartUploadParts"
  | "s3:ListBucketMultipartUploads"
  | "s3:GetBucketLocation"
  | "s3:ListAllMyBuckets";

/** One statement of a bucket policy. */
export interface S3Grant {
  readonly bucket: string;
  /** Keys the grant is for; the empty prefix means all. */
  readonly prefix: string;
  readonly actions: readonly S3Action[];
}

/** A key pair and what it may do. */
export interface S3User {
  readonly name: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Set: requests must carry it, as temporary credentials do. */
  readonly sessionToken?: string | undefined;
  readonly grants: "everything" | readonly S3Grant[];
}

/** A user that may put and list under `prefix`, and nothing else. */
export const listAndPutGrants = (bucket: string, prefix = ""): readonly S3Grant[] => [
  { bucket, prefix, actions: ["s3:PutObject", "s3:ListBucket"] },
];

/** One request as the stand-in understood it. */
export interface S3Call {
  readonly operation: S3Operation;
  readonly method: string;
  /** Empty when the request names none. */
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
}

/** One line of the request log. */
export interface S3LogEntry {
  readonly operation: S3Operation;
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly bucket: string;
  readonly key: string;
  readonly partNumber: number | null;
  /** Name of the user whose signature was right; null when it was not. */
  readonly user: string | null;
  /** Null until answered, and for ever when the connection was cut. */
  readonly status: number | null;
  /** Whether the signature covers the body. */
  readonly payload: "signed" | "unsigned";
  readonly bodyBytes: number;
  readonly atMs: number;
}

/** What goes wrong, and for which requests. Faults apply in the order of their injection, one to a request. */
export interface S3Fault {
  /** Absent means each of them. */
  readonly operation?: S3Operation;
  readonly key?: string;
  readonly partNumber?: number;
  /** Lets this many matching requests pass first; default 0. */
  readonly skip?: number;
  /** How many requests it hits; default 1. */
  readonly times?: number;
  readonly does: S3FaultAction;
}

export type S3FaultAction =
  /** Reads the body, does nothing, answers an error: 500 InternalError, 503 SlowDown, 409 ConditionalRequestConflict. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly code: string;
      readonly retryAfterSeconds?: number;
    }
  /** Status 200 with an error document, as S3 may answer Complete. */
  | { readonly kind: "errorInBody"; readonly code: string; readonly isDone: boolean }
  | { readonly kind: "wrongETag" }
  | { readonly kind: "wrongCrc32" }
  | { readonly kind: "delay"; readonly ms: number }
  /** Reads the body and does nothing until then; nothing at all when its client goes meanwhile. */
  | { readonly kind: "hold"; readonly until: Promise<void> }
  /** Cuts the connection: at the head, after some bytes of the body, with all done but not answered, within the answer. */
  | { readonly kind: "cut"; readonly at: "head" | "answer" | "withinAnswer" }
  | { readonly kind: "cut"; readonly at: "body"; readonly afterBytes: number }
  /** Reads no further and never answers. */
  | { readonly kind: "stall"; readonly afterBytes: number }
  /** Does it, then answers a byte at a time and comes to no end. */
  | { readonly kind: "trickle"; readonly everyMs: number };

/** What every connection is like. */
export interface S3Shape {
  /** Waited before each answer. */
  readonly answerDelayMs: number;
  /** Bodies are read no faster; null means as fast as they come. */
  readonly connectionBytesPerSecond: number | null;
  /** Added to this machine's time: tells a client that its clock is wrong. */
  readonly clockOffsetMs: number;
}

/** What a handler answers. */
export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | AsyncIterable<Uint8Array>;
}

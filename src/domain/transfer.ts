import { assertNever } from "./assert-never.ts";
import type { AppError } from "./errors.ts";
import type { Fingerprint } from "./fingerprint.ts";

/**
 * What to do when the key is taken: leave it, send under `name (2).ext`, or write over it. In the order in which they
 * are offered: the first keeps what is there.
 */
export const conflictPolicies = ["skip", "rename", "replace"] as const;

export type ConflictPolicy = (typeof conflictPolicies)[number];

/** True for the name of a policy, from a command line, a socket or a database. */
export const isConflictPolicy = (value: unknown): value is ConflictPolicy =>
  conflictPolicies.some((policy) => policy === value);

/** How the object is to be stored. Absent means: as the bucket has it. */
export interface UploadOptions {
  readonly storageClass?: string | undefined;
  /** `AES256`, `aws:kms` or `aws:kms:KEY-ID`; `aws:kms:dsse` in its place encrypts twice. */
  readonly sse?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** MIME type; absent means by the file's extension. */
  readonly contentType?: string | undefined;
  /** Canned ACL, such as `bucket-owner-full-control`. */
  readonly acl?: string | undefined;
  /** True: the requester pays, in every request. */
  readonly requestPayer?: boolean | undefined;
  /** Account that the bucket must belong to, in every request. */
  readonly expectedBucketOwner?: string | undefined;
  /** Bytes of each part of a large file; absent means as the file needs it. */
  readonly partBytes?: number | undefined;
}

/** Where a transfer goes; fixed when it is queued. */
export interface TransferTarget {
  /** Name of the connection whose key signs. */
  readonly connection: string;
  readonly bucket: string;
  /** Full object key, prefix included. */
  readonly key: string;
}

/** How delivery was proved, strongest first. */
export const verifications = [
  "crc32-full-object",
  "crc32-composite",
  "content-md5",
  "part-md5",
  "none",
] as const;

export type Verification = (typeof verifications)[number];

/** The multipart upload that a transfer has begun at the store. Null for one put, or before it began. */
export interface MultipartUpload {
  readonly uploadId: string;
  /** Every part has this size but the last. */
  readonly partBytes: number;
  readonly startedAtMs: number;
}

export type TransferState =
  | { readonly name: "waiting" }
  | { readonly name: "uploading" }
  | { readonly name: "paused" }
  | { readonly name: "delivered"; readonly receiptId: string }
  | { readonly name: "failed"; readonly error: AppError }
  | { readonly name: "skipped"; readonly error: AppError }
  | { readonly name: "cancelled" };

export type TransferStateName = TransferState["name"];

/** Each name of a state once. */
export const transferStateNames: readonly TransferStateName[] = [
  "waiting",
  "uploading",
  "paused",
  "delivered",
  "failed",
  "skipped",
  "cancelled",
];

/** One file on its way to one key. Plain data: stored, and sent over the daemon's socket. */
export interface Transfer {
  /** UUID. */
  readonly id: string;
  /** Absolute path of the source. */
  readonly path: string;
  readonly fingerprint: Fingerprint;
  readonly target: TransferTarget;
  readonly conflict: ConflictPolicy;
  readonly options: UploadOptions;
  readonly state: TransferState;
  readonly multipart: MultipartUpload | null;
  readonly queuedAtMs: number;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** Absent where it was queued by a release that knew no batches. */
  readonly batchId?: string | undefined;
  /** A person had it sent first: the latest goes before all others. Each has a time of its own. Absent: nobody had. */
  readonly sentFirstAtMs?: number | undefined;
}

export type TransferEvent =
  | { readonly type: "started"; readonly atMs: number }
  | { readonly type: "multipartCreated"; readonly multipart: MultipartUpload }
  | { readonly type: "multipartDiscarded" }
  | { readonly type: "renamed"; readonly key: string }
  | { readonly type: "sourceRead"; readonly fingerprint: Fingerprint }
  | { readonly type: "paused" }
  | { readonly type: "resumed" }
  | { readonly type: "interrupted" }
  | { readonly type: "retried" }
  | { readonly type: "cancelled"; readonly atMs: number }
  | { readonly type: "delivered"; readonly atMs: number; readonly receiptId: string }
  | { readonly type: "failed"; readonly atMs: number; readonly error: AppError }
  | { readonly type: "skipped"; readonly atMs: number; readonly error: AppError };

/** True when nothing will happen to it any more unless a person asks. */
export const isEnded = ({ name }: Pick<TransferState, "name">): boolean =>
  name === "delivered" || name === "failed" || name === "skipped" || name === "cancelled";

const allowedFrom: Readonly<Record<TransferEvent["type"], readonly TransferStateName[]>> = {
  started: ["waiting"],
  multipartCreated: ["uploading"],
  multipartDiscarded: ["waiting", "uploading", "paused", "failed"],
  renamed: ["waiting", "uploading"],
  sourceRead: ["waiting", "uploading", "failed"],
  paused: ["waiting", "uploading"],
  resumed: ["paused"],
  interrupted: ["uploading"],
  retried: ["failed", "skipped", "cancelled"],
  cancelled: ["waiting", "uploading", "paused", "failed"],
  delivered: ["uploading"],
  failed: ["waiting", "uploading"],
  skipped: ["waiting", "uploading"],
};

/** The transfer after `event`; the same object when the event means nothing in its state. Pure. */
export const transition = (transfer: Transfer, event: TransferEvent): Transfer => {
  if (!allowedFrom[event.type].includes(transfer.state.name)) return transfer;
  switch (event.type) {
    case "started":
      return {
        ...transfer,
        state: { name: "uploading" },
        startedAtMs: transfer.startedAtMs ?? event.atMs,
      };
    case "multipartCreated":
      return { ...transfer, multipart: event.multipart };
    case "multipartDiscarded":
      return { ...transfer, multipart: null };
    case "renamed":
      return { ...transfer, target: { ...transfer.target, key: event.key } };
    case "sourceRead":
      return { ...transfer, fingerprint: event.fingerprint };
    case "paused":
      return { ...transfer, state: { name: "paused" } };
    case "resumed":
    case "interrupted":
      return { ...transfer, state: { name: "waiting" } };
    case "retried":
      return { ...transfer, state: { name: "waiting" }, endedAtMs: null };
    case "cancelled":
      return { ...transfer, state: { name: "cancelled" }, endedAtMs: event.atMs };
    case "delivered":
      return {
        ...transfer,
        state: { name: "delivered", receiptId: event.receiptId },
        endedAtMs: event.atMs,
      };
    case "failed":
      return { ...transfer, state: { name: "failed", error: event.error }, endedAtMs: event.atMs };
    case "skipped":
      return { ...transfer, state: { name: "skipped", error: event.error }, endedAtMs: event.atMs };
    default:
      return assertNever(event);
  }
};

import type { AppError } from "../../domain/errors.ts";
import type { Result } from "../../domain/result.ts";
import type { Addressing } from "../../domain/settings.ts";
import type { PartPace, StoreAbilities } from "../../domain/store-abilities.ts";
import type { UploadOptions, Verification } from "../../domain/transfer.ts";

/** One object as a list shows it. */
export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  /** Without quotes; null when the list gave none. */
  readonly etag: string | null;
  /** True where the bucket is known to encrypt by itself so that no ETag is an MD5 (KMS); absent where it is not. */
  readonly isMd5Hidden?: boolean;
}

export interface ListParams {
  readonly bucket: string;
  readonly prefix: string;
  readonly maxKeys: number;
  /** List only keys after this one. */
  readonly startAfter?: string | undefined;
  /** `next` of the page before, to go on behind it. */
  readonly continuation?: string | undefined;
  readonly signal: AbortSignal;
}

/** Some objects in the order of their keys. */
export interface ListPage {
  /** May be fewer than asked for, and none, although there are more. */
  readonly objects: readonly ListedObject[];
  /** Opaque; null after the last page. */
  readonly next: string | null;
}

export interface PutParams {
  readonly bucket: string;
  readonly key: string;
  /** In memory, or read while it is sent. Nobody holds any of it once the call has settled: its memory is used again. */
  readonly body: Uint8Array | ChunkedBody;
  /** CRC32 of `body`, unsigned 32 bit. */
  readonly crc32: number;
  readonly options: UploadOptions;
  /**
   * True: the store is asked to refuse to write over an object (`If-None-Match: *`), answered as ObjectExists; one that
   * does not know the condition answers ConditionUnsupported, and one that takes no notice of it writes.
   */
  readonly mustBeNew: boolean;
  /** Bytes handed to the network so far in this attempt; not acknowledged yet. */
  readonly onSent?: ((sentBytes: number) => void) | undefined;
  readonly signal: AbortSignal;
}

export interface CreateUploadParams {
  readonly bucket: string;
  readonly key: string;
  readonly options: UploadOptions;
  readonly signal: AbortSignal;
}

/** A body that is read while it is sent, so that memory stays small whatever the number of connections. */
export interface ChunkedBody {
  readonly sizeBytes: number;
  /**
   * The whole body from its start, in pieces (256 KiB at most) whose buffer is used again after the next one is asked
   * for. May be called again for a second attempt; only what is read "to send" counts against a speed limit. Throws only what `signal` was aborted with, or an
   * Error whose `cause` is an AppError when the file could not be read.
   */
  chunks(purpose: "to send" | "to sum"): AsyncIterable<Uint8Array>;
}

export interface UploadPartParams {
  readonly bucket: string;
  readonly key: string;
  readonly uploadId: string;
  /** From 1. */
  readonly partNumber: number;
  /** In memory, or read while it is sent. Nobody holds any of it once the call has settled: its memory is used again. */
  readonly body: Uint8Array | ChunkedBody;
  /** CRC32 of `body`, unsigned 32 bit. */
  readonly crc32: number;
  /** Of the upload; S3 takes them when it is begun, and a check of the permission has no other place for them. */
  readonly options?: UploadOptions | undefined;
  readonly onSent?: ((sentBytes: number) => void) | undefined;
  readonly signal: AbortSignal;
}

export interface StoredPart {
  /** Without quotes. */
  readonly etag: string;
  /** By the CRC32 that the store answered, or an ETag that is the body's MD5. */
  readonly proof: Verification;
}

export interface CompletedPart {
  readonly partNumber: number;
  readonly etag: string;
  readonly crc32: number;
  readonly proof: Verification;
}

export interface CompleteUploadParams {
  readonly bucket: string;
  readonly key: string;
  readonly uploadId: string;
  readonly parts: readonly CompletedPart[];
  /** CRC32 of the whole object, unsigned 32 bit. */
  readonly crc32: number;
  readonly sizeBytes: number;
  readonly mustBeNew: boolean;
  readonly signal: AbortSignal;
}

export interface UploadStreamParams {
  readonly bucket: string;
  readonly key: string;
  readonly source: AsyncIterable<Uint8Array>;
  readonly partBytes: number;
  readonly options: UploadOptions;
  readonly mustBeNew: boolean;
  /** Acknowledged bytes. */
  readonly onProgress: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** What the store says of an object it has just taken. */
export interface StoredObject {
  /** Without quotes; null when the store gave none. */
  readonly etag: string | null;
  /** Base64 CRC32 of the whole object as the store answered it; null when it did not. */
  readonly crc32: string | null;
  readonly versionId: string | null;
  readonly requestId: string | null;
  readonly proof: Verification;
}

/** An object made of a source of unknown length, and what was read of it. */
export interface StoredStream extends StoredObject {
  readonly bytes: number;
  /** CRC32 of all bytes that were sent, unsigned 32 bit. */
  readonly sentCrc32: number;
}

/** "unknown": the store's answer says neither; the right is checked at the first upload. */
export type WriteCheck = "granted" | "unknown";

/**
 * An S3 bucket as a key with `s3:PutObject` and `s3:ListBucket` sees it. There is no verb that deletes
 * or aborts: "never deletes" is a type. Each call is one attempt unless its adapter says otherwise; errors
 * are AppErrors, and an abort rejects with the signal's reason.
 */
export interface ObjectStore {
  list(params: ListParams): Promise<Result<ListPage, AppError>>;
  /** What this store was seen to do with requests to `bucket`. */
  abilities(bucket: string): StoreAbilities;
  /** Remembers how parts got on, for later uploads to `bucket`. */
  notePace(bucket: string, pace: PartPace): void;
  /** Proves the right to put under `prefix` and leaves nothing behind (UploadPart with an invented uploadId). */
  checkWrite(params: {
    readonly bucket: string;
    readonly prefix: string;
    /** As uploads will have them: a policy may ask for them. */
    readonly options?: UploadOptions | undefined;
    readonly signal: AbortSignal;
  }): Promise<Result<WriteCheck, AppError>>;
  put(params: PutParams): Promise<Result<StoredObject, AppError>>;
  createUpload(
    params: CreateUploadParams,
  ): Promise<Result<{ readonly uploadId: string }, AppError>>;
  uploadPart(params: UploadPartParams): Promise<Result<StoredPart, AppError>>;
  completeUpload(params: CompleteUploadParams): Promise<Result<StoredObject, AppError>>;
  /** For sources of unknown length; parts stay at the store when it fails. */
  uploadStream(params: UploadStreamParams): Promise<Result<StoredStream, AppError>>;
  /** Ends all connections. */
  /** Host that everything goes to in the clear; null where it is encrypted, or stays on this computer. */
  readonly clearHost: string | null;
  close(): void;
}

/** What an object store is made from. */
export interface StoreCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** When temporary ones end, where the source says so. */
  readonly expiresAtMs?: number | null | undefined;
}

/** What is said with every request about a bucket. */
export type RequestTerms = Pick<UploadOptions, "requestPayer" | "expectedBucketOwner">;

export interface StoreAddress {
  readonly region: string;
  /** Absolute URL; null means AWS. */
  readonly endpoint: string | null;
  /** Absent: "auto". */
  readonly addressing?: Addressing | undefined;
  /** Of AWS only. */
  readonly isFips?: boolean | undefined;
  /** Of AWS only: over IPv6 as well. */
  readonly isDualStack?: boolean | undefined;
  /** True: no checksum that the store does not require. Absent: as the environment says. */
  readonly omitsChecksums?: boolean | undefined;
  readonly terms?: RequestTerms | undefined;
  /** True: a bucket is asked for in the region that the store names for it. Absent: that is an error. */
  readonly followsRegion?: boolean | undefined;
}

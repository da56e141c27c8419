import type { AppError, Permission } from "../../../domain/errors.ts";
import type { InputField } from "../../../domain/input-field.ts";
import type { UploadOptions } from "../../../domain/transfer.ts";
import type { RequestTerms } from "../../ports/object-store.ts";
import { readNetworkFault } from "../http/network-fault.ts";
import { InterveningReply } from "./reject-intervening.ts";
import { toStoreAnswer } from "./store-refusal.ts";
import type { StoreRefusal } from "./store-refusal.ts";

/** What was asked, for errors that need to say it. */
export interface CallContext {
  readonly right: Permission;
  readonly bucket: string;
  /** Null for a list. */
  readonly key: string | null;
  /** Region the request was signed for. */
  readonly region: string;
  /** Host of the store, with its port when that is not the usual one. */
  readonly host: string;
  /** Base64 CRC32 that was sent along; null for none. */
  readonly crc32: string | null;
  readonly sizeBytes: number;
  /** True for CompleteMultipartUpload, where some codes mean that the upload has to begin again. */
  readonly isComplete: boolean;
  /** How the object is to be stored, where the request says so. */
  readonly options?: UploadOptions;
  /** What goes with every request to the bucket. */
  readonly terms?: RequestTerms | undefined;
  /** Of an UploadPart. */
  readonly partNumber?: number;
}

/** What was asked for beyond the object, in words behind "without"; empty where nothing was. */
const askedFor = ({ options = {}, terms = {} }: CallContext): { asked?: readonly string[] } => {
  const { storageClass, sse, acl, tags = {}, metadata = {} } = options;
  const asked = [
    ...(sse === undefined ? [] : ["encryption"]),
    ...(storageClass === undefined ? [] : ["the storage class"]),
    ...(acl === undefined ? [] : ["the ACL"]),
    ...(Object.keys(tags).length === 0 ? [] : ["tags"]),
    ...(Object.keys(metadata).length === 0 ? [] : ["metadata"]),
    ...(terms.expectedBucketOwner === undefined ? [] : ["the expected bucket owner"]),
  ];
  return asked.length === 0 ? {} : { asked };
};

/** What a request was about: a key, or the bucket that was listed. */
const subjectOf = ({ key, bucket }: CallContext): string => key ?? bucket;

type Mapper = (refusal: StoreRefusal, context: CallContext) => AppError;

const invalidKey: Mapper = (refusal) => ({
  code: "InvalidAccessKey",
  answer: toStoreAnswer(refusal),
});
const wrongSecret: Mapper = (refusal) => ({ code: "WrongSecret", answer: toStoreAnswer(refusal) });
const credentialsExpired: Mapper = (refusal) => ({
  code: "CredentialsExpired",
  answer: toStoreAnswer(refusal),
});
// MinIO, Scaleway and OVH name the right one in words.
const expectedRegion = /expecting '([^']+)'/u;
// Garage speaks of the scope, Oracle and R2 of the region; AWS writes REGION where it means the form of a key.
const aboutRegion = /\b[Rr]egion\b|unexpected scope/u;

const wrongRegion: Mapper = (refusal, { region }) => ({
  code: "WrongRegion",
  said: region,
  is: refusal.region ?? expectedRegion.exec(refusal.message ?? "")?.[1] ?? null,
  ...(refusal.endpoint !== null && { endpoint: refusal.endpoint }),
  answer: toStoreAnswer(refusal),
});
const slowDown: Mapper = (refusal) => ({
  code: "SlowDown",
  ...(refusal.retryAfterMs !== null && { retryAfterMs: refusal.retryAfterMs }),
  answer: toStoreAnswer(refusal),
});
const expired: Mapper = (refusal) => ({ code: "UploadExpired", answer: toStoreAnswer(refusal) });
const fault: Mapper = (refusal, context) => ({
  code: "StoreFault",
  answer: toStoreAnswer(refusal),
  ...askedFor(context),
});
const tooLarge: Mapper = (refusal, context) => ({
  code: "FileTooLarge",
  path: subjectOf(context),
  sizeBytes: context.sizeBytes,
  maxBytes: refusal.maxBytes,
});
const noSuchBucket: Mapper = (refusal, { bucket }) => ({
  code: "NoSuchBucket",
  bucket,
  answer: toStoreAnswer(refusal),
});
const objectExists: Mapper = (refusal, context) => ({
  code: "ObjectExists",
  bucket: context.bucket,
  key: subjectOf(context),
  answer: toStoreAnswer(refusal),
});
const denied: Mapper = (refusal, context) => ({
  code: "AccessDenied",
  right: context.right,
  bucket: context.bucket,
  ...(context.key !== null && { key: context.key }),
  answer: toStoreAnswer(refusal),
  ...askedFor(context),
});
const mismatch: Mapper = (_, context) => ({
  code: "ChecksumMismatch",
  path: subjectOf(context),
  ours: context.crc32,
  theirs: null,
});
const clockSkew: Mapper = (refusal) => ({
  code: "ClockSkew",
  minutes: refusal.serverAtMs === null ? 0 : Math.round((Date.now() - refusal.serverAtMs) / 60_000),
  answer: toStoreAnswer(refusal),
});

/** True for the host that was asked, with or without its port and a bucket before it. */
const isHostOf = ({ host }: CallContext, endpoint: string): boolean => {
  const asked = host.replace(/:\d+$/u, "").toLowerCase();
  return asked === endpoint.toLowerCase() || asked.endsWith(`.${endpoint.toLowerCase()}`);
};

/** To where no request goes: once it was followed already, or to nobody who may see keys. */
const redirected: Mapper = (refusal, context) =>
  (refusal.region ?? refusal.endpoint) === null
    ? fault(refusal, context)
    : wrongRegion(refusal, context);

/** Garage's way to say it: the time it has is in the header. */
const invalidRequest: Mapper = (refusal, context) =>
  (/\bdate is too old\b/iu.test(refusal.message ?? "") ? clockSkew : fault)(refusal, context);

const saysRegion = ({ message }: StoreRefusal): boolean => aboutRegion.test(message ?? "");

/** What access is denied for. Garage has this code for all that it forbids, and says the rest in words. */
const forbidden = ({ message, endpoint }: StoreRefusal, context: CallContext): Mapper => {
  if (/\bno such key\b/iu.test(message ?? "")) return invalidKey;
  if (/\binvalid signature\b/iu.test(message ?? "")) return wrongSecret;
  // Alibaba answers so where the bucket is in another region, and names its endpoint.
  return endpoint === null || isHostOf(context, endpoint) ? denied : wrongRegion;
};

const input =
  (field: InputField): Mapper =>
  (refusal) => ({
    code: "InvalidInput",
    field,
    problem: `was rejected by the storage service: ${String(refusal.message ?? refusal.code ?? refusal.status).replace(/\.$/u, "")}`,
  });

/** By the store's own code: S3 "List of error codes". */
const byCode: Readonly<Record<string, Mapper>> = {
  InvalidAccessKeyId: invalidKey,
  InvalidClientTokenId: invalidKey,
  // Google's and Cloudflare R2's.
  InvalidSecurity: invalidKey,
  Unauthorized: invalidKey,
  // About the session token of temporary keys; the access key may be right.
  InvalidToken: credentialsExpired,
  // MinIO's name for it, and Alibaba's two.
  InvalidTokenId: credentialsExpired,
  InvalidSecurityToken: credentialsExpired,
  SecurityTokenExpired: credentialsExpired,
  ExpiredToken: credentialsExpired,
  ExpiredTokenException: credentialsExpired,
  TokenRefreshRequired: credentialsExpired,
  SignatureDoesNotMatch: (refusal, context) =>
    (saysRegion(refusal) ? wrongRegion : wrongSecret)(refusal, context),
  // Without a region it complains of the key's form instead.
  AuthorizationHeaderMalformed: (refusal, context) =>
    (saysRegion(refusal) || refusal.region !== null ? wrongRegion : invalidKey)(refusal, context),
  // Cloudflare R2's.
  InvalidRegionName: wrongRegion,
  PermanentRedirect: wrongRegion,
  TemporaryRedirect: redirected,
  IllegalLocationConstraintException: wrongRegion,
  RequestTimeTooSkewed: clockSkew,
  RequestExpired: clockSkew,
  InvalidRequest: invalidRequest,
  AccessDenied: (refusal, context) => forbidden(refusal, context)(refusal, context),
  NoSuchBucket: noSuchBucket,
  InvalidBucketName: input("bucket"),
  NoSuchUpload: expired,
  InvalidPart: expired,
  InvalidPartOrder: expired,
  PreconditionFailed: objectExists,
  // The key was written to at the same moment: a put may simply come again, an upload has to begin again.
  ConditionalRequestConflict: (refusal, context) =>
    context.isComplete ? expired(refusal, context) : fault(refusal, context),
  BadDigest: mismatch,
  XAmzContentSHA256Mismatch: mismatch,
  XAmzContentChecksumMismatch: mismatch,
  // Under status 200 it counts as 503, so that its code has to say what it is.
  InternalError: fault,
  SlowDown: slowDown,
  ServiceUnavailable: slowDown,
  RequestLimitExceeded: slowDown,
  TooManyRequests: slowDown,
  Throttling: slowDown,
  ThrottlingException: slowDown,
  EntityTooLarge: tooLarge,
  RequestEntityTooLarge: tooLarge,
  KeyTooLongError: (_, context) => ({
    code: "KeyTooLong",
    path: subjectOf(context),
    bytes: Buffer.byteLength(subjectOf(context)),
  }),
  InvalidStorageClass: input("storageClass"),
  InvalidTag: input("tag"),
  MetadataTooLarge: input("meta"),
  InvalidEncryptionAlgorithmError: input("sse"),
};

/** Where the code is unknown or absent, as in answers to requests without a body. */
const byStatus: Readonly<Record<number, Mapper>> = {
  301: wrongRegion,
  304: objectExists,
  307: redirected,
  412: objectExists,
  413: tooLarge,
  429: slowDown,
  503: slowDown,
};

/** Without a code of its own these are about permissions; with one, that is the reason: a quota, an account … */
const deniedStatuses: ReadonlySet<number> = new Set([401, 403]);

// "Part number must be an integer between 1 and 10000, inclusive": S3 "UploadPart"; "… maximum number of parts (1000)".
const aboutPartNumbers = /part ?number|number of parts|too ?many ?parts/iu;

/** How many parts the store takes, when it is the number of a part that it refuses: the largest that it names. */
const maxPartsOf = (refusal: StoreRefusal, { partNumber }: CallContext): number | null => {
  if (partNumber === undefined || partNumber < 2 || refusal.status !== 400) return null;
  const said = `${refusal.code ?? ""} ${refusal.message ?? ""}`;
  if (!aboutPartNumbers.test(said)) return null;
  const named = Array.from(said.matchAll(/\d+/gu), ([number]) => Number(number));
  const limit = Math.max(...named.filter((number) => number > 1 && number < partNumber));
  return Number.isFinite(limit) ? limit : partNumber - 1;
};

/** An error that the store answered, in our words. Unknown ones are StoreFault, with the answer in it. */
export const toAppError = (refusal: StoreRefusal, context: CallContext): AppError => {
  const { code, status } = refusal;
  const maxParts = maxPartsOf(refusal, context);
  if (maxParts !== null) return { code: "TooManyParts", maxParts, answer: toStoreAnswer(refusal) };
  if (code === null && deniedStatuses.has(status)) return denied(refusal, context);
  // Of a key that the person has named; that of the bucket is its owner's.
  const isOwnKey = code?.startsWith("KMS.") === true && context.options?.sse !== undefined;
  const byPrefix = isOwnKey ? input("sse") : undefined;
  const map = (code === null ? undefined : byCode[code]) ?? byPrefix ?? byStatus[status] ?? fault;
  return map(refusal, context);
};

/** Network trouble in our words. Throws what is none: an abort's reason, a bug. */
export const toNetworkError = (error: unknown, host: string, signal: AbortSignal): AppError => {
  if (signal.aborted) throw signal.reason;
  if (error instanceof InterveningReply) {
    const { answer, retryAfterMs } = error;
    return {
      code: "InterveningAnswer",
      host,
      answer,
      ...(retryAfterMs !== null && { retryAfterMs }),
    };
  }
  const fault = readNetworkFault(error);
  if (fault === null) throw error;
  if (fault.is === "unusable") return fault.error;
  if (fault.is === "stalled") return { code: "Stalled", idleMs: fault.idleMs };
  if (fault.is === "too long") return { code: "StoreFault", answer: { status: fault.status } };
  const { reason, detail, proxy } = fault;
  return { code: "EndpointUnreachable", host, reason, detail, ...(proxy && { proxy }) };
};

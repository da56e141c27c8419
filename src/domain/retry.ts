import type { AppError, AppErrorCode, StoreAnswer } from "./errors.ts";

export interface RetryLimits {
  /** Attempts of one request while the store has not answered anything in this run. */
  readonly firstAttempts: number;
  /** Attempts of one request once the store is known to be there. */
  readonly attempts: number;
  readonly baseMs: number;
  readonly capMs: number;
}

/**
 * A store that never answered is given up after some 10 s, so that a script learns it soon; one that did answer
 * gets some two minutes, enough for a router to start again.
 */
export const defaultRetryLimits: RetryLimits = {
  firstAttempts: 6,
  attempts: 14,
  baseMs: 500,
  capMs: 20_000,
};

/** Longer than this no store asks us to wait; what does is a mistake or a trap. */
const maxRetryAfterMs = 120_000;

const isRetryable: Readonly<Partial<Record<AppErrorCode, true>>> = {
  EndpointUnreachable: true,
  SlowDown: true,
  StoreFault: true,
  InterveningAnswer: true,
  Stalled: true,
};

/** These make every other transfer of the queue fail in the same way, so the queue stops and says so once. */
const isFatalForQueue: Readonly<Partial<Record<AppErrorCode, true>>> = {
  InvalidAccessKey: true,
  WrongSecret: true,
  CredentialsExpired: true,
  CredentialsUnavailable: true,
  ClockSkew: true,
  DiskFull: true,
  DiskFault: true,
  StateUnreadable: true,
  SecretStoreUnavailable: true,
  NotSetUp: true,
  ProxyUnusable: true,
  CertificatesUnreadable: true,
};

/** Below 500, but about the moment and not the request: RFC 9110, RFC 6585. */
const passingStatuses: ReadonlySet<number> = new Set([408, 425, 429]);
/** As S3's "List of error codes" has them, under statuses that are final otherwise. */
const passingCodes: ReadonlySet<string> = new Set([
  "RequestTimeout",
  "IncompleteBody",
  "OperationAborted",
  "ConditionalRequestConflict",
]);
/** From 500 on, but about the request or the store as it is: RFC 9110, RFC 4918, RFC 2774. */
const lastingFaults: ReadonlySet<number> = new Set([501, 505, 507, 508, 510]);

/** 407, RFC 9110 15.5.8: it will ask for the same name and password each time. */
const proxyWantsLogin = 407;

/** A proxy that asks for a user name and password, or refuses the ones it was given. */
const isRefusedByProxy = (error: AppError | null): boolean =>
  error?.code === "EndpointUnreachable" && error.proxy?.status === proxyWantsLogin;

/** True for an answer that leads elsewhere (RFC 9110 15.4), where no key goes: it will lead there each time. */
export const isElsewhere = ({ status = 0 }: StoreAnswer = {}): boolean =>
  status >= 300 && status < 400;

/** True when an answer is the last word: the request is understood and not wanted; made again it gets the same one. */
export const isRefusal = ({ status = 0, storeCode }: StoreAnswer = {}): boolean => {
  if (storeCode !== undefined && passingCodes.has(storeCode)) return false;
  if (status >= 500) return lastingFaults.has(status);
  return isElsewhere({ status }) || (status >= 400 && !passingStatuses.has(status));
};

/** RFC 6585 6: a network that wants a sign-in. */
const networkAuthenticationRequired = 511;

/**
 * A page for people, or the way to one, instead of the store: a sign-in, until which every request meets it. S3 gives
 * success and redirection a form of its own.
 */
export const isSignInPage = (error: AppError | null): boolean => {
  if (error?.code !== "InterveningAnswer") return false;
  const { status = 0 } = error.answer;
  return (status >= 200 && status < 400) || status === networkAuthenticationRequired;
};

const isLastWord = (error: AppError): boolean =>
  (error.code === "StoreFault" || error.code === "InterveningAnswer") && isRefusal(error.answer);

/** The store cannot be reached, and another file could not reach it either: it is looked for until it is back. */
export const isUnreachable = (error: AppError | null): boolean =>
  (error?.code === "EndpointUnreachable" && !isRefusedByProxy(error)) ||
  error?.code === "Stalled" ||
  isSignInPage(error);

/** True when the same request may well succeed a little later. */
export const isTransient = (error: AppError): boolean =>
  isRetryable[error.code] === true && !isLastWord(error) && !isRefusedByProxy(error);

/** True when going on with other transfers would only repeat this failure. */
export const stopsQueue = (error: AppError): boolean =>
  isFatalForQueue[error.code] === true || isRefusedByProxy(error);

/** True when all that is missing is the passphrase of the encrypted file: a person types it, and everything goes on. */
export const lacksPassphrase = (error: AppError | null): boolean =>
  error?.code === "SecretStoreUnavailable" && error.why === "no passphrase";

const retriedAfterAnswer = ({ code }: AppError): boolean =>
  code === "StoreFault" || code === "InterveningAnswer";

/** True when the store may have done what we asked although no answer says so. */
export const mayHaveSucceeded = (error: AppError): boolean =>
  isUnreachable(error) || (retriedAfterAnswer(error) && !isLastWord(error));

/** True when the store has kept what it says differs from what was sent: it lies under our key, and is ours to mend. */
export const storedCorruptObject = (error: AppError): boolean =>
  error.code === "ChecksumMismatch" && error.theirs !== null;

/**
 * Milliseconds before attempt `attempt + 1` (attempts from 1): full jitter, so that many senders do not come
 * back at once; at least what the store asked for. `random` is in [0, 1).
 */
export const backoffMs = (
  limits: RetryLimits,
  attempt: number,
  random: number,
  error: AppError,
): number => {
  const ceiling = Math.min(limits.capMs, limits.baseMs * 2 ** (attempt - 1));
  const asked = "retryAfterMs" in error ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(Math.min(asked, maxRetryAfterMs), Math.round(random * ceiling));
};

/** True when a log server does not know the token: every message would be refused until there is another. */
export const isTokenRefused = (error: AppError): boolean =>
  error.code === "LogServerRefused" && error.status === 401;

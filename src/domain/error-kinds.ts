import type { AppErrorCode } from "./errors.ts";

/**
 * Who can mend it: the person at the keyboard, nobody but time, who made the key, who owns the bucket, who runs the
 * log server.
 */
export type ErrorKind = "you" | "network" | "key" | "owner of the bucket" | "log server";

const kinds: Readonly<Record<AppErrorCode, ErrorKind>> = {
  InvalidAccessKey: "key",
  WrongSecret: "key",
  CredentialsExpired: "you",
  CredentialsUnavailable: "you",
  AccessDenied: "owner of the bucket",
  NoSuchBucket: "owner of the bucket",
  InvalidInput: "you",
  WrongRegion: "you",
  ClockSkew: "you",
  ObjectExists: "you",
  KeyTooLong: "you",
  KeyCollision: "you",
  NameNotUtf8: "you",
  FileVanished: "you",
  FileChanged: "you",
  FileUnreadable: "you",
  FileUnwritable: "you",
  NoReceiptsFolder: "you",
  NotAFile: "you",
  FileTooLarge: "you",
  DiskFull: "you",
  DiskFault: "you",
  StateUnreadable: "you",
  SecretStoreUnavailable: "you",
  NotSetUp: "you",
  TransferBusy: "you",
  WorkerUnavailable: "you",
  EndpointUnreachable: "network",
  ProxyUnusable: "you",
  CertificatesUnreadable: "you",
  SlowDown: "network",
  StoreFault: "network",
  InterveningAnswer: "network",
  ConditionUnsupported: "owner of the bucket",
  TooManyParts: "you",
  ListStuck: "owner of the bucket",
  Stalled: "network",
  UploadExpired: "network",
  ChecksumMismatch: "network",
  LogServerRefused: "log server",
  NotALogServer: "you",
  LogServerUnreachable: "network",
};

/** True when `text` is the code of an error of ours. */
export const isErrorCode = (text: string): text is AppErrorCode => Object.hasOwn(kinds, text);

/** Who can mend errors of this code. */
export const errorKind = (code: AppErrorCode): ErrorKind => kinds[code];

/** What is wrong on the sender's computer alone, and with no file: the recipient can do nothing about it. */
const ownAffairs: ReadonlySet<AppErrorCode> = new Set([
  "SecretStoreUnavailable",
  "NotSetUp",
  "CredentialsUnavailable",
  "StateUnreadable",
  "DiskFull",
  "DiskFault",
  "TransferBusy",
  "WorkerUnavailable",
  "ProxyUnusable",
  "CertificatesUnreadable",
]);

/** True for a failure that the recipient is not told of. */
export const isOwnAffair = (code: AppErrorCode): boolean => ownAffairs.has(code);

const keyFaults: ReadonlySet<AppErrorCode> = new Set([
  "InvalidAccessKey",
  "WrongSecret",
  "CredentialsExpired",
  "CredentialsUnavailable",
  "NotSetUp",
]);

/** True for a failure that new keys of the connection mend. */
export const isMendedByKeys = (code: AppErrorCode): boolean => keyFaults.has(code);

import type { InputField } from "./input-field.ts";

/** What the store itself said, kept for the "details" view and for the receiver's administrator. Holds no secret. */
export interface StoreAnswer {
  /** HTTP status, when an answer came at all. */
  readonly status?: number | undefined;
  /** The store's own error code, such as `SignatureDoesNotMatch`. */
  readonly storeCode?: string | undefined;
  readonly storeMessage?: string | undefined;
  readonly requestId?: string | undefined;
}

/** Which of the two rights of a sender's key was refused. */
export type Permission = "list" | "write";

/** Where keys were looked for. */
export type CredentialSource =
  | { readonly type: "environment" }
  | {
      readonly type: "profile";
      readonly profile: string;
      readonly from: "no such profile" | "file" | "role" | "sso" | "program" | "login" | "nowhere";
      /** That of credential_process, without its arguments. */
      readonly program?: string | undefined;
    };

/**
 * Why nothing was reached. "tls": its certificate is not trusted; "handshake": no encryption that both know; "not
 * https" and "not http": it speaks the other one of the two; "proxy": the proxy before it is at fault.
 */
export type UnreachableReason =
  | "dns"
  | "refused"
  | "tls"
  | "handshake"
  | "not https"
  | "not http"
  | "proxy"
  | "timeout"
  | "reset";

/** The proxy that a request went through, without its user name and password. */
export interface ProxyInUse {
  /** Host and port. */
  readonly address: string;
  /** Of the environment, where it is named. */
  readonly variable: string;
  /** What is wrong with it, when it is at fault and gave no answer. */
  readonly fault?: Exclude<UnreachableReason, "proxy"> | undefined;
  /** The HTTP status by which it refused to let the request through. */
  readonly status?: number | undefined;
  /** True when a user name and a password went along. */
  readonly hasLogin?: boolean | undefined;
}

/**
 * Why there is no daemon: others may write where its socket would be; no socket can be made there; it did not
 * start; this machine ends it at logout; an older app met a newer daemon. Or there is one that we cannot speak to: of a
 * newer release, of an older one; the connection to it was cut; it does not answer.
 */
export type DaemonUnavailableReason =
  | "unsafe folder"
  | "no socket"
  | "not started"
  | "killed at logout"
  | "newer worker"
  | "replaced"
  | "older worker"
  | "lost"
  | "silent";

/**
 * Every failure that we expect, by stable code. Each has three sentences in tui/words: what happened,
 * what to do next, who can do it. Fields hold data (names, counts), never sentences and never secrets.
 */
export type AppError =
  // The key
  | { readonly code: "InvalidAccessKey"; readonly answer?: StoreAnswer }
  | { readonly code: "WrongSecret"; readonly answer?: StoreAnswer }
  /** Keys with a session token: that token has run out, or is not one. */
  | { readonly code: "CredentialsExpired"; readonly answer?: StoreAnswer }
  /** The place that keys are to come from gives none. */
  | {
      readonly code: "CredentialsUnavailable";
      readonly source: CredentialSource;
      /** The source's own words; null when it said nothing. */
      readonly why: string | null;
    }
  // The owner of the bucket
  | {
      readonly code: "AccessDenied";
      readonly right: Permission;
      readonly bucket: string;
      readonly key?: string | undefined;
      readonly answer?: StoreAnswer;
      /** As in StoreFault: it may need permissions of its own. */
      readonly asked?: readonly string[];
    }
  | { readonly code: "NoSuchBucket"; readonly bucket: string; readonly answer?: StoreAnswer }
  // Your computer: typing, clock, files, disk
  | {
      readonly code: "InvalidInput";
      readonly field: InputField;
      /** Which rule is broken, in words that fit behind "…": "has a space in it". */
      readonly problem: string;
      /** Of a command line: the option, such as "--limit", and its value; null where that may be secret. */
      readonly given?: {
        readonly option: string;
        readonly value: string | null;
        /** What to do about it, where that is known, as a sentence without its full stop. */
        readonly next?: string;
      };
    }
  | {
      readonly code: "WrongRegion";
      readonly said: string;
      /** What the store answered; null when it would not say. */
      readonly is: string | null;
      /** Host that the store named for the bucket. */
      readonly endpoint?: string;
      readonly answer?: StoreAnswer;
    }
  | { readonly code: "ClockSkew"; readonly minutes: number; readonly answer?: StoreAnswer }
  | {
      readonly code: "ObjectExists";
      readonly bucket: string;
      readonly key: string;
      readonly answer?: StoreAnswer;
    }
  | { readonly code: "KeyTooLong"; readonly path: string; readonly bytes: number }
  | { readonly code: "KeyCollision"; readonly key: string; readonly paths: readonly string[] }
  | { readonly code: "NameNotUtf8"; readonly path: string }
  | { readonly code: "FileVanished"; readonly path: string }
  | {
      readonly code: "FileChanged";
      readonly path: string;
      readonly what: readonly ("size" | "modified" | "replaced" | "content" | "link")[];
    }
  | {
      readonly code: "FileUnreadable";
      readonly path: string;
      /** In words, or the system's code where we have none. */
      readonly reason: string;
      /** The system's code, such as EACCES; absent in what was stored by 0.1.0. */
      readonly detail?: string | undefined;
    }
  /** A file of the sender's that we were asked to write: a receipt, the text for the owner. */
  | { readonly code: "FileUnwritable"; readonly path: string; readonly reason: string }
  | { readonly code: "NoReceiptsFolder" }
  | {
      readonly code: "NotAFile";
      readonly path: string;
      readonly is:
        | "folder"
        | "socket"
        | "device"
        | "pipe"
        | "link loop"
        /** A link out of the folder that was selected. */
        | "link outside"
        | "other";
    }
  | {
      readonly code: "FileTooLarge";
      readonly path: string;
      readonly sizeBytes: number;
      /** Null: the store did not say what it takes. */
      readonly maxBytes: number | null;
    }
  | { readonly code: "DiskFull"; readonly path: string }
  /** The disk itself reports an error, such as EIO. Up to 0.1.0 this was DiskFull. */
  | { readonly code: "DiskFault"; readonly path: string }
  | {
      readonly code: "StateUnreadable";
      /** The file that was kept as it is. */
      readonly file: string;
      readonly reason: "corrupt" | "newer" | "permission" | "disk error" | "not private";
    }
  | {
      readonly code: "SecretStoreUnavailable";
      readonly why: "missing" | "locked" | "refused" | "no passphrase" | "wrong passphrase";
    }
  | {
      readonly code: "NotSetUp";
      readonly missing: "connection" | "secret" | "bucket" | "logToken";
      readonly name?: string | undefined;
      /** Connections that could have been named instead. */
      readonly stored?: readonly string[];
    }
  | { readonly code: "TransferBusy"; readonly path: string; readonly pid: number }
  | {
      /** The daemon that would keep uploads going without this app cannot be had; the queue runs in the app. */
      readonly code: "WorkerUnavailable";
      readonly why: DaemonUnavailableReason;
      /** The folder, the socket or the version that it is about. */
      readonly detail?: string | undefined;
    }
  // The network
  | {
      readonly code: "EndpointUnreachable";
      readonly host: string;
      readonly reason: UnreachableReason;
      readonly detail?: string | undefined;
      readonly proxy?: ProxyInUse | undefined;
    }
  | {
      /** A variable names a proxy that cannot be used. */
      readonly code: "ProxyUnusable";
      readonly variable: string;
      /** Of a kind of proxy that we cannot speak to; null: it is no address. */
      readonly scheme: string | null;
    }
  | {
      /** A variable, or a setting of an AWS profile, names a file of certificates that cannot be used. */
      readonly code: "CertificatesUnreadable";
      readonly variable: string;
      readonly profile?: string | undefined;
      readonly path: string;
      /** The system's code; null when the file holds no certificate. */
      readonly detail: string | null;
    }
  | {
      readonly code: "SlowDown";
      readonly retryAfterMs?: number | undefined;
      readonly answer?: StoreAnswer;
    }
  | {
      readonly code: "StoreFault";
      readonly answer?: StoreAnswer;
      /** What the request asked for beyond the object: "encryption", "tags" …; absent for nothing. */
      readonly asked?: readonly string[];
    }
  /** Answered by a program between here and the store (a proxy, a portal, a load balancer), or by no store at all. */
  | {
      readonly code: "InterveningAnswer";
      readonly host: string;
      readonly retryAfterMs?: number | undefined;
      readonly answer: StoreAnswer;
    }
  /** The store does not take `If-None-Match`; the upload asks by a list instead. */
  | { readonly code: "ConditionUnsupported"; readonly answer?: StoreAnswer }
  /** One upload may have no more than `maxParts` parts there. */
  | { readonly code: "TooManyParts"; readonly maxParts: number; readonly answer?: StoreAnswer }
  /** The pages of a list do not come to an end. */
  | { readonly code: "ListStuck"; readonly bucket: string }
  | { readonly code: "Stalled"; readonly idleMs: number }
  | { readonly code: "UploadExpired"; readonly answer?: StoreAnswer }
  | {
      readonly code: "ChecksumMismatch";
      readonly path: string;
      /** Null: none was sent along. */
      readonly ours: string | null;
      /** Null: the store refused what arrived damaged, and has kept nothing of it. */
      readonly theirs: string | null;
    }
  // The log
  | {
      readonly code: "LogServerRefused";
      readonly status: number;
      readonly permanent: boolean;
      readonly said?: string | undefined;
    }
  /** Something answers at the address, and it is no log server. */
  | {
      readonly code: "NotALogServer";
      readonly host: string;
      readonly status: number;
      readonly said?: string | undefined;
    }
  | {
      readonly code: "LogServerUnreachable";
      readonly host: string;
      readonly reason: UnreachableReason;
      readonly detail?: string | undefined;
      readonly proxy?: ProxyInUse | undefined;
    };

export type AppErrorCode = AppError["code"];

/** The member of the union with this code. */
export type AppErrorOf<C extends AppErrorCode> = Extract<AppError, { code: C }>;

/** What the set-up screens collect, trimmed and parsed; nothing of it is stored until it was checked. */
export interface ConnectionDraft {
  readonly name: string;
  readonly accessKeyId: string;
  /** Null: the one that is held for the connection of this name. */
  readonly secretAccessKey: string | null;
  readonly region: string;
  /** Absolute URL; null means AWS. */
  readonly endpoint: string | null;
  readonly bucket: string;
  /** Empty, or ending in "/". */
  readonly prefix: string;
  /** Both null when the log was skipped. */
  readonly logUrl: string | null;
  readonly logToken: string | null;
}

/** A draft whose secret is at hand. */
export interface CompleteDraft extends ConnectionDraft {
  readonly secretAccessKey: string;
}

/** What checking a draft against the store found out. */
export interface ConnectionCheck {
  readonly write: "granted" | "unknown";
}

/** What the reset screen can forget. Nothing in a bucket is ever touched. */
export type RemoveTarget =
  | { readonly what: "secret"; readonly connection: string }
  | { readonly what: "logToken" }
  | {
      readonly what: "destination";
      readonly connection: string;
      readonly bucket: string;
      readonly prefix: string;
    }
  | { readonly what: "connection"; readonly connection: string }
  | { readonly what: "everything" };

import { addressOf } from "./destination-address.ts";
import type { Addressing, Connection, Destination, KeySession } from "./settings.ts";

import type { UploadOptions } from "./transfer.ts";

/** What the set-up screens collect, trimmed and parsed; nothing of it is stored until it was checked. */
export interface ConnectionDraft {
  readonly name: string;
  /** Null: the profile has it. */
  readonly accessKeyId: string | null;
  /** Null: the one that is held for the connection of this name. */
  readonly secretAccessKey: string | null;
  /** AWS profile of this computer that gives the keys in place of those two. */
  readonly profile?: string | undefined;
  /** Of temporary keys; a null token is the held one. */
  readonly session?: (KeySession & { readonly token: string | null }) | undefined;
  readonly region: string;
  /** Absolute URL; null means AWS. */
  readonly endpoint: string | null;
  /** Absent: "auto". */
  readonly addressing?: Addressing | undefined;
  /** What the owner of the bucket asks of every upload. */
  readonly options?: UploadOptions | undefined;
  readonly bucket: string;
  /** Empty, or ending in "/". */
  readonly prefix: string;
  /** Both null when the log was skipped. */
  readonly logUrl: string | null;
  readonly logToken: string | null;
}

/** A stored connection as a draft of one of its destinations, or of one more, with the keys that are held. */
export const toConnectionDraft = (
  connection: Connection,
  { bucket, prefix, address }: Destination,
): ConnectionDraft => {
  const { name, accessKeyId, profile, session, addressing, options } = connection;
  const { region, endpoint } = address ?? addressOf(connection, bucket);
  return {
    name,
    accessKeyId,
    secretAccessKey: null,
    ...(profile !== undefined && { profile }),
    ...(session !== undefined && { session: { ...session, token: null } }),
    region,
    endpoint,
    ...(addressing !== undefined && { addressing }),
    ...(options !== undefined && { options }),
    bucket,
    prefix,
    logUrl: null,
    logToken: null,
  };
};

/** What checking a draft against the store found out. */
export interface ConnectionCheck {
  readonly write: "granted" | "unknown";
}

/** What the reset screen can forget. Nothing in a bucket is ever touched. */
export type RemoveTarget =
  | { readonly what: "secret"; readonly connection: string }
  | { readonly what: "logToken"; readonly connection: string }
  | {
      readonly what: "destination";
      readonly connection: string;
      readonly bucket: string;
      readonly prefix: string;
    }
  | { readonly what: "connection"; readonly connection: string }
  | { readonly what: "everything" };

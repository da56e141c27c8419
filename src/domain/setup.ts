import { isBlank } from "./non-empty.ts";
import type { Destination } from "./settings.ts";

/** One question a screen; "result" is the check before saving. */
export type Question =
  | "accessKeyId"
  | "secret"
  | "sessionToken"
  | "bucket"
  | "region"
  | "endpoint"
  | "endpointRegion"
  | "terms"
  | "logUrl"
  | "logToken"
  | "passphrase"
  | "passphraseAgain"
  | "name"
  | "result";

/** What questions belong to, as a person sees how far setup has come. */
export type SetupGroup = "key" | "destination" | "log" | "check";

/**
 * Why the set-up was opened. All but "connection" change one value of a connection, or of one of its destinations, and
 * ask only for that; they check with that destination, or the first.
 */
export type SetupGoal =
  | { readonly type: "connection" }
  | {
      readonly type:
        | "destination"
        | "secret"
        | "accessKey"
        | "region"
        | "terms"
        | "log"
        | "logToken";
      readonly connection: string;
      readonly destination?: Destination | undefined;
    };

/** As typed; parsed when the question is left. */
export interface Answers {
  /** An access key, or the name of an AWS profile of this computer. */
  readonly accessKeyId: string;
  readonly secret: string;
  /** Of temporary keys; empty for others. */
  readonly sessionToken: string;
  /** When they end, as it was pasted; empty when nobody said. */
  readonly expiration: string;
  /** Bucket, or bucket/folder. */
  readonly bucket: string;
  /** Of AWS; empty until one was chosen. */
  readonly region: string;
  /** True: the store is not AWS, and `endpoint` and `endpointRegion` hold. */
  readonly isOtherStore: boolean;
  readonly endpoint: string;
  /** Of the endpoint; empty for `usualEndpointRegion`. */
  readonly endpointRegion: string;
  /** What the owner of the bucket asks of every upload, as `parseTerms` reads it; empty for nothing. */
  readonly terms: string;
  readonly logUrl: string;
  readonly logToken: string;
  readonly passphrase: string;
  readonly passphraseAgain: string;
  readonly name: string;
}

/** The one that most services other than AWS use. */
export const usualEndpointRegion = "us-east-1";

/** The region that the answers name for an endpoint, or leave at the usual one. */
export const endpointRegionOf = ({ endpointRegion }: Pick<Answers, "endpointRegion">): string =>
  isBlank(endpointRegion) ? usualEndpointRegion : endpointRegion;

/** The answers that are typed into a field. */
export type TypedAnswer = Exclude<keyof Answers, "isOtherStore" | "region" | "expiration">;

/** What one line of the result does. */
export type ResultRow =
  | { readonly type: "save" }
  /** The check failed for a reason that may go away without changing an answer. */
  | { readonly type: "saveAnyway" }
  | { readonly type: "useRegion"; readonly region: string }
  | { readonly type: "checkAgain" }
  | { readonly type: "correct"; readonly question: Question };

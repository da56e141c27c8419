import { assertNever } from "../../domain/assert-never.ts";
import type { ForgetTarget } from "../../domain/connection-draft.ts";
import { destinationWords } from "./connections.ts";
import { safe } from "./safe.ts";

/** What a reset takes, and what it leaves. */
export interface ResetSentences {
  /** In the list. */
  readonly title: string;
  readonly goes: string;
  readonly stays: string;
}

const bucketsStay = "Nothing in any bucket is touched.";

/** What will go and what stays, for each thing that can be forgotten. */
export const resetSentences = (target: ForgetTarget): ResetSentences => {
  switch (target.what) {
    case "secret":
      return {
        title: `The secret access key of "${safe(target.connection)}"`,
        goes: "The secret goes from this computer's keychain or encrypted file; you will be asked for it again.",
        stays: `The connection, its buckets, the queue and the receipts stay. ${bucketsStay}`,
      };
    case "logToken":
      return {
        title: "The log server and its token",
        goes: "The address and the token of the log server go; the receiver is not told of deliveries any more.",
        stays: `Connections, secrets, the queue and the receipts stay. ${bucketsStay}`,
      };
    case "destination":
      return {
        title: `The bucket ${destinationWords(target)} of "${safe(target.connection)}"`,
        goes: "This line of the list of buckets goes.",
        stays: `The connection, its other buckets, its secret, the queue and the receipts stay. ${bucketsStay}`,
      };
    case "connection":
      return {
        title: `The connection "${safe(target.connection)}"`,
        goes: "Its access key, its secret and its list of buckets go from this computer.",
        stays: `Other connections, the log server and the receipts stay. ${bucketsStay}`,
      };
    case "everything":
      return {
        title: "Everything",
        goes: "All connections, secrets, the log server and its token, and the settings go from this computer.",
        stays: `Receipts of what was delivered stay. ${bucketsStay}`,
      };
    default:
      return assertNever(target);
  }
};

/** Sentences of the reset screen. */
export const resetWords = {
  title: "Forget something on this computer",
  question: (title: string): string => `Forget: ${title}?`,
  yes: "Forget it",
  no: "Keep it",
  goes: (text: string): string => `Goes: ${text}`,
  stays: (text: string): string => `Stays: ${text}`,
  done: "Forgotten.",
} as const;

import { assertNever } from "../domain/assert-never.ts";
import type { RemoveTarget } from "../domain/connection-draft.ts";
import { destinationWords } from "./connections.ts";
import { safe } from "./safe.ts";

/** What a reset takes, and what it leaves. */
export interface ResetSentences {
  /** In the list. */
  readonly title: string;
  readonly goes: string;
  readonly stays: string;
}

const bucketsStay = "Files in buckets are not affected.";

/** What will go and what stays, for each thing that can be forgotten. */
export const resetSentences = (target: RemoveTarget): ResetSentences => {
  switch (target.what) {
    case "secret":
      return {
        title: `Secret access key of "${safe(target.connection)}"`,
        goes: "Removes it from this computer. You will be asked for it again.",
        stays: `Keeps the connection, its buckets, the queue and the receipts. ${bucketsStay}`,
      };
    case "logToken":
      return {
        title: `Log server of "${safe(target.connection)}" and its token`,
        goes: "Removes its address and token. The recipient is no longer notified of deliveries.",
        stays: `Keeps connections, secrets, the queue and the receipts. ${bucketsStay}`,
      };
    case "destination":
      return {
        title: `Bucket ${destinationWords(target)} of "${safe(target.connection)}"`,
        goes: "Removes this bucket from the list.",
        stays: `Keeps the connection, its other buckets and secret, the queue and the receipts. ${bucketsStay}`,
      };
    case "connection":
      return {
        title: `Connection "${safe(target.connection)}"`,
        goes: "Removes its access key, secret access key, log server and buckets from this computer.",
        stays: `Keeps other connections and the receipts. ${bucketsStay}`,
      };
    case "everything":
      return {
        title: "Everything",
        goes: "Removes all connections, secrets, log servers and settings from this computer.",
        stays: `Keeps the queue and the receipts. ${bucketsStay}`,
      };
    default:
      return assertNever(target);
  }
};

/** Sentences of the reset screen. */
export const resetWords = {
  title: "Remove from this computer",
  question: (title: string): string => `Remove: ${title}?`,
  yes: "Remove",
  no: "Keep",
  done: "Removed",
  /** The passphrase was put off. */
  locked: "Nothing was removed: your secrets are locked",
} as const;

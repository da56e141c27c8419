import type { UnreachableReason } from "../../domain/errors.ts";
import { isRefusal } from "../../domain/retry.ts";
import { formatDuration } from "../../domain/format.ts";
import { type SentenceTable, who } from "./error-sentences.ts";
import { safe } from "./safe.ts";

const reasons: Readonly<Record<UnreachableReason, string>> = {
  dns: "its name is not known to this network",
  refused: "nothing answers at this address",
  tls: "its certificate is not trusted",
  proxy: "the proxy between does not let it through",
  timeout: "it did not answer in time",
  reset: "the line was cut",
};

const steps: Readonly<Record<UnreachableReason, string>> = {
  dns: "Check the spelling of the address and the network connection, then try again.",
  refused: "Check the address and its port, then try again.",
  tls: "Check this computer's date. If it is right, a program between may read your traffic: ask before you go on.",
  proxy: "Check the variables HTTPS_PROXY and NO_PROXY, then try again.",
  timeout: "Check the network connection; a firewall may hold it back. Then try again.",
  reset:
    "Check the network connection, then try again. What the store has taken is not sent again.",
};

/** The way to the store and to the log server. */
export const networkErrors: SentenceTable<
  | "EndpointUnreachable"
  | "SlowDown"
  | "StoreFault"
  | "Stalled"
  | "UploadExpired"
  | "ChecksumMismatch"
  | "LogServerRefused"
  | "LogServerUnreachable"
> = {
  EndpointUnreachable: ({ host, reason }) => ({
    happened: `The store cannot be reached: ${reasons[reason]}.`,
    subject: safe(host),
    next: steps[reason],
    who: reason === "refused" || reason === "dns" ? who.you : who.network,
  }),
  SlowDown: () => ({
    happened: "The store asks to go slower.",
    subject: "",
    next: "Wait a little, then retry. Set a speed limit if it happens often.",
    who: who.wait,
  }),
  StoreFault: ({ answer }) =>
    isRefusal(answer)
      ? {
          happened: `The store refuses this request: ${safe(answer?.storeCode ?? "")}.`,
          subject: "",
          next: "Leave out options that this store may not know, such as encryption, tags or a storage class. If that is not it, send the details to the owner of the bucket.",
          who: who.you,
        }
      : {
          happened: "The store has a fault of its own.",
          subject: "",
          next: "Retry in some minutes. If it stays so, send the request id in the details to the owner of the bucket.",
          who: who.wait,
        },
  Stalled: ({ idleMs }) => ({
    happened: `Nothing has moved for ${formatDuration(idleMs / 1000)}.`,
    subject: "",
    next: "Check the network connection. It goes on where it stopped.",
    who: who.wait,
  }),
  UploadExpired: () => ({
    happened: "The store has forgotten the parts that were sent before.",
    subject: "",
    next: "Retry: the file is sent anew from the start. The bucket's rule for unfinished uploads may be too short.",
    who: who.you,
  }),
  ChecksumMismatch: ({ path, theirs }) => ({
    happened: "What the store has is not what was sent: the checksums differ.",
    subject: safe(path),
    next: `${
      theirs === ""
        ? "Retry."
        : "The object under this key may be damaged: send the file again, and choose to replace it."
    } If it happens again, the memory or the network of this computer may be faulty.`,
    who: who.you,
  }),
  LogServerRefused: ({ status, said }) => ({
    happened:
      status === 401
        ? "The log server does not know this token."
        : `The log server refused the message${said === undefined ? "" : ` (${safe(said)})`}.`,
    subject: "the log server",
    next:
      status === 401
        ? "Compare the token with the one you were given. Uploads work all the same."
        : "Show the details to whoever runs the log server. Uploads work all the same.",
    who: who.logOwner,
  }),
  LogServerUnreachable: ({ host, reason }) => ({
    happened: `The log server cannot be reached: ${reasons[reason]}.`,
    subject: safe(host),
    next: "Uploads work all the same: the messages wait on this computer and are sent later.",
    who: who.wait,
  }),
};

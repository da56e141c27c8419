import type { ProxyInUse, StoreAnswer, UnreachableReason } from "../../domain/errors.ts";
import { isElsewhere, isRefusal } from "../../domain/retry.ts";
import { joinTexts } from "../../domain/non-empty.ts";
import { formatCount, formatDuration } from "../../domain/format.ts";
import { type SentenceTable, who } from "./error-sentences.ts";
import { certificateWords } from "./certificate-errors.ts";
import { proxyFault, proxyOnTheWay, proxyStep } from "./proxy-errors.ts";
import { safe } from "../safe.ts";

const reasons: Readonly<Record<UnreachableReason, string>> = {
  dns: "its name cannot be found (DNS)",
  refused: "nothing answers at this address",
  tls: certificateWords(undefined).what,
  handshake: "no encrypted connection is possible (TLS)",
  "not https": "it does not use https on this port",
  "not http": "it expects https on this port",
  proxy: "the proxy blocked the connection",
  timeout: "it did not respond in time",
  reset: "the connection was lost",
};

const steps: Readonly<Record<UnreachableReason, string>> = {
  dns: "Check the spelling of the address and the network connection, then try again.",
  refused: "Check the address and its port, then try again.",
  tls: certificateWords(undefined).step,
  handshake:
    "Ask the bucket owner which TLS versions the service allows, and IT whether something intercepts your traffic.",
  "not https": "Check the port. If the service has no https, write its address with http://.",
  "not http": "Write the address with https://, then try again.",
  proxy: "Check HTTPS_PROXY and NO_PROXY, then try again.",
  timeout: "Check the network connection (a firewall may block it), then try again.",
  reset: "Check the network connection, then try again.",
};

/** Its code and, where it gave one, its own sentence: the cause in the words of who knows it. */
const saidByStore = ({ status, storeCode, storeMessage }: StoreAnswer = {}): string => {
  const code = safe(storeCode ?? `HTTP status ${status ?? 0}`);
  if (storeMessage === undefined || storeMessage === storeCode) return code;
  return `${safe(storeMessage).replace(/\.$/u, "")} (${code})`;
};

/** A redirect is not followed: it would carry keys to a host that nobody chose. */
const leadsElsewhere = ({ status }: StoreAnswer = {}): string =>
  `This address leads elsewhere (HTTP status ${status ?? 0}).`;

/** Advice names only what this upload has asked for. */
const refusalNext = (asked: readonly string[] | undefined): string =>
  asked === undefined
    ? "Send the details to the bucket owner."
    : `Try without ${joinTexts(asked, ", ")}, or send the details to the bucket owner.`;

const interveningNext = (status: number): string => {
  if (status === 413)
    return "A proxy or gateway before the storage service takes no request this large. Ask who runs it to allow larger ones.";
  if (status === 200 || status === 511 || (status >= 300 && status < 400))
    return "Sign in to the network if it asks you to, check the endpoint, then try again.";
  return "Check the endpoint and the proxy settings, or ask your IT team what answers there.";
};

/** Why something could not be reached. */
interface Unreachable {
  readonly reason: UnreachableReason;
  readonly detail?: string | undefined;
  readonly proxy?: ProxyInUse | undefined;
}

const reasonWords = ({ reason, detail, proxy }: Unreachable): string => {
  if (reason === "proxy" && proxy !== undefined) return proxyFault(proxy);
  return reason === "tls" ? certificateWords(detail).what : reasons[reason];
};

const nextStep = ({ reason, detail, proxy }: Unreachable): string => {
  if (reason === "proxy" && proxy !== undefined) return proxyStep(proxy);
  const step = reason === "tls" ? certificateWords(detail).step : steps[reason];
  return proxy === undefined ? step : `${step} ${proxyOnTheWay(proxy)}`;
};

/** The log server's messages wait, and what is wrong with a proxy or a certificate waits for a person. */
const logStep = (error: Unreachable): string =>
  (error.reason === "proxy" && error.proxy !== undefined) || error.reason === "tls"
    ? ` ${nextStep(error)}`
    : "";

// The person has typed the address that is at fault.
const isTyped: Partial<Readonly<Record<UnreachableReason, true>>> = {
  refused: true,
  dns: true,
  "not https": true,
  "not http": true,
};

/** The network connections to the storage service and to the log server. */
export const networkErrors: SentenceTable<
  | "EndpointUnreachable"
  | "SlowDown"
  | "StoreFault"
  | "InterveningAnswer"
  | "ConditionUnsupported"
  | "TooManyParts"
  | "ListStuck"
  | "Stalled"
  | "UploadExpired"
  | "ChecksumMismatch"
  | "LogServerRefused"
  | "NotALogServer"
  | "LogServerUnreachable"
> = {
  EndpointUnreachable: (error) => ({
    happened: `Cannot reach the storage service: ${reasonWords(error)}.`,
    subject: safe(error.host),
    next: nextStep(error),
    who: isTyped[error.reason] ? who.you : who.network,
  }),
  SlowDown: () => ({
    happened: "The storage service is busy.",
    subject: null,
    next: "Wait a moment, then retry. If it keeps happening, set a speed limit.",
    who: who.wait,
  }),
  StoreFault: ({ answer, asked }) => {
    if (isElsewhere(answer)) {
      return {
        happened: leadsElsewhere(answer),
        subject: null,
        next: "Check the endpoint: a storage service does not redirect.",
        who: who.you,
      };
    }
    return isRefusal(answer)
      ? {
          happened: `The storage service rejected the request: ${saidByStore(answer)}.`,
          subject: null,
          next: refusalNext(asked),
          who: asked === undefined ? who.owner : who.you,
        }
      : {
          happened: "The storage service reported an internal error.",
          subject: null,
          next: "Retry in a few minutes. If it keeps failing, send the request ID from the details to the bucket owner.",
          who: who.wait,
        };
  },
  InterveningAnswer: ({ host, answer }) => ({
    happened: isElsewhere(answer)
      ? leadsElsewhere(answer)
      : `Something between this computer and the storage service answered instead of it (HTTP status ${answer.status ?? 0}).`,
    subject: safe(host),
    next: interveningNext(answer.status ?? 0),
    who: who.network,
  }),
  ConditionUnsupported: () => ({
    happened: "The storage service cannot refuse to replace a file (If-None-Match).",
    subject: null,
    next: "Retry: existing files are then found by listing the bucket.",
    who: who.you,
  }),
  TooManyParts: ({ maxParts }) => ({
    happened: `The storage service takes at most ${formatCount(maxParts, "part")} for one file.`,
    subject: null,
    next: "Upload it in larger parts with --part-size.",
    who: who.you,
  }),
  ListStuck: ({ bucket }) => ({
    happened: "The storage service's list of the bucket does not come to an end.",
    subject: safe(bucket),
    next: "Send the details to the bucket owner: the pages of ListObjectsV2 repeat themselves.",
    who: who.owner,
  }),
  Stalled: ({ idleMs }) => ({
    happened: `No data has moved for ${formatDuration(idleMs / 1000)}.`,
    subject: null,
    next: "Check the network connection, then retry.",
    who: who.wait,
  }),
  UploadExpired: () => ({
    happened: "This upload can no longer be resumed.",
    subject: null,
    next: "Retry: the upload starts over. The bucket's rule for unfinished uploads may be too short.",
    who: who.you,
  }),
  ChecksumMismatch: ({ path, theirs }) => ({
    happened: "The uploaded data does not match your file: the checksums differ.",
    subject: safe(path),
    next: `${
      theirs === null
        ? "Retry."
        : "The file in the bucket may be damaged. Upload it again and choose to replace it."
    } If it happens again, this computer's memory or network may be faulty.`,
    who: who.you,
  }),
  LogServerRefused: ({ status, said }) => ({
    happened:
      status === 401
        ? "The log server rejected this token."
        : `The log server gave an unexpected answer${said ? ` (${safe(said)})` : ""}.`,
    subject: "the log server",
    next:
      status === 401
        ? "Compare the token with the one you were given. Uploads still work."
        : "Uploads still work. Check the log server address, or send the details to the recipient.",
    who: who.logOwner,
  }),
  NotALogServer: ({ host }) => ({
    happened: "This address is not a log server.",
    subject: safe(host),
    next: "Compare the log server address with the one you were given. Uploads still work.",
    who: who.logOwner,
  }),
  LogServerUnreachable: (error) => ({
    happened: `Cannot reach the log server: ${reasonWords(error)}.`,
    subject: safe(error.host),
    next: `Uploads still work. Log messages are kept here and sent later.${logStep(error)}`,
    who: who.wait,
  }),
};

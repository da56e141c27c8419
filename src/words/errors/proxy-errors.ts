import type { ProxyInUse, UnreachableReason } from "../../domain/errors.ts";
import { type SentenceTable, who } from "./error-sentences.ts";
import { safe } from "../safe.ts";

type Fault = Exclude<UnreachableReason, "proxy">;

const faults: Readonly<Record<Fault, (proxy: string) => string>> = {
  dns: (proxy) => `the name of the proxy ${proxy} cannot be found (DNS)`,
  refused: (proxy) => `nothing answers at the proxy ${proxy}`,
  tls: (proxy) => `the certificate of the proxy ${proxy} is not trusted`,
  handshake: (proxy) => `no encrypted connection to the proxy ${proxy} is possible (TLS)`,
  "not https": (proxy) => `the proxy ${proxy} does not use https`,
  "not http": (proxy) => `the proxy ${proxy} expects https`,
  timeout: (proxy) => `the proxy ${proxy} did not respond in time`,
  reset: (proxy) => `the proxy ${proxy} ended the connection`,
};

const schemes: Partial<Readonly<Record<Fault, string>>> = {
  "not https": "http://",
  "not http": "https://",
};

/** What a proxy did instead of letting a request through, to be put behind a colon. */
export const proxyFault = ({ address, fault, status, hasLogin }: ProxyInUse): string => {
  const proxy = safe(address);
  if (status === 407 && hasLogin === true)
    return `the proxy ${proxy} does not accept the user name and password`;
  if (status === 407) return `the proxy ${proxy} asks for a user name and password`;
  if (status !== undefined) return `the proxy ${proxy} answered ${status}`;
  return fault === undefined ? `the proxy ${proxy} blocked the connection` : faults[fault](proxy);
};

/** What to do about a proxy that is at fault. */
export const proxyStep = ({ address, variable, fault, status, hasLogin }: ProxyInUse): string => {
  if (status === 407 && hasLogin === true) {
    return `Correct them in ${variable} (a % in them is written as %25), then try again. If they are right, ask IT which kind of login the proxy wants.`;
  }
  if (status === 407) {
    return `Write them into ${variable}: http://USER:PASSWORD@${safe(address)}. Then try again.`;
  }
  if (status !== undefined) {
    return `Ask IT whether the proxy may connect to this address. ${variable} names the proxy; NO_PROXY lists addresses to reach without it.`;
  }
  const scheme = fault === undefined ? undefined : schemes[fault];
  return scheme === undefined
    ? `Check ${variable} and the network connection, then try again.`
    : `Write ${variable} with ${scheme}, then try again.`;
};

/** Where a request went that failed behind a proxy, to be put after what to do. */
export const proxyOnTheWay = ({ address, variable }: ProxyInUse): string =>
  `The connection goes through the proxy ${safe(address)} (${variable}).`;

/** What the environment says about the network and cannot be used. */
export const proxyErrors: SentenceTable<"ProxyUnusable" | "CertificatesUnreadable"> = {
  ProxyUnusable: ({ variable, scheme }) => ({
    happened:
      scheme === null
        ? `${variable} is not the address of a proxy.`
        : `${variable} names a ${safe(scheme)} proxy, which s3-sftp cannot use.`,
    subject: null,
    next: `Set ${variable} to an HTTP proxy, such as http://proxy.example:3128, or remove it.`,
    who: who.you,
  }),
  CertificatesUnreadable: ({ variable, profile, path, detail }) => {
    const ofProfile = profile === undefined ? "" : ` of the AWS profile ${safe(profile)}`;
    const setting = `${profile === undefined ? "" : "The setting "}${variable}${ofProfile}`;
    return {
      happened:
        detail === null
          ? `${setting} names a file without usable certificates.`
          : `${setting} names a file that cannot be read.`,
      subject: safe(path),
      next: `Correct ${variable}${ofProfile} or remove it, then try again.`,
      who: who.you,
    };
  },
};

import type { UnreachableReason } from "./errors.ts";
import { systemCode } from "./system-code.ts";

// Codes of libuv ("uv-errno.h") and of undici, which is behind fetch ("core/errors.js").
const reasons: Readonly<Record<string, UnreachableReason>> = {
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  EAI_FAIL: "dns",
  EAI_NODATA: "dns",
  ECONNREFUSED: "refused",
  // A firewall of this machine.
  EACCES: "refused",
  ETIMEDOUT: "timeout",
  EHOSTUNREACH: "timeout",
  EHOSTDOWN: "timeout",
  ENETUNREACH: "timeout",
  ENETDOWN: "timeout",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  ECONNRESET: "reset",
  ECONNABORTED: "reset",
  EPIPE: "reset",
  UND_ERR_SOCKET: "reset",
  EPROTO: "handshake",
  ERR_SSL_WRONG_VERSION_NUMBER: "not https",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "not https",
  ERR_HTTP_TO_TLS: "not http",
  // X509_V_ERR_… without a common beginning: Node "X509 certificate error codes".
  INVALID_CA: "tls",
  INVALID_PURPOSE: "tls",
  PATH_LENGTH_EXCEEDED: "tls",
  HOSTNAME_MISMATCH: "tls",
};

// Node's and OpenSSL's other names: ERR_TLS_CERT_…, CERT_…, CRL_…, DEPTH_ZERO_SELF_SIGNED_CERT, UNABLE_TO_…
const certificateCode = /^ERR_TLS_CERT_|^UNABLE_TO_|^(?!ERR_).*CERT|^CRL_|_CRL_/u;
// What the other side objects to, such as ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED, is no matter of trust.
const handshakeCode = /^ERR_(TLS|SSL)_/u;
const proxyCode = /^(ERR_PROXY|UND_ERR_PRX)/u;

// OpenSSL's own words for an answer that is not TLS; Node's code for them is EPROTO, for these and for all others.
const notTls = /wrong version number|packet length too long/u;

const codeOf = (thrown: Error): string | null => {
  const code = systemCode(thrown);
  return code === "EPROTO" && notTls.test(thrown.message) ? "ERR_SSL_WRONG_VERSION_NUMBER" : code;
};

/** The codes of what was thrown, outermost first: its own, its cause's, and one for each address that was tried. */
export const networkCodes = (thrown: unknown): readonly string[] => {
  if (!(thrown instanceof Error)) return [];
  const own = codeOf(thrown);
  const inner: readonly unknown[] = thrown instanceof AggregateError ? thrown.errors : [];
  return [
    ...(own === null ? [] : [own]),
    ...networkCodes(thrown.cause),
    ...inner.flatMap(networkCodes),
  ];
};

const reasonOf = (code: string): UnreachableReason | null => {
  if (proxyCode.test(code)) return "proxy";
  if (reasons[code] !== undefined) return reasons[code];
  if (certificateCode.test(code)) return "tls";
  return handshakeCode.test(code) ? "handshake" : null;
};

/**
 * Why nothing was reached, by the first of the codes that says so. Connections end in more ways than have names: what
 * no code tells counts as "reset".
 */
export const unreachableReason = (codes: readonly string[]): UnreachableReason => {
  for (const code of codes) {
    const reason = reasonOf(code);
    if (reason !== null) return reason;
  }
  return "reset";
};

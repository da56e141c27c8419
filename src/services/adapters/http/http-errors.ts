import type { UnreachableReason } from "../../../domain/errors.ts";

const reasons: Readonly<Record<string, UnreachableReason>> = {
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  EPIPE: "reset",
  UND_ERR_SOCKET: "reset",
  ETIMEDOUT: "timeout",
  EHOSTUNREACH: "timeout",
  ENETUNREACH: "timeout",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
};

// OpenSSL's and Node's own names: "ERR_TLS_…", "ERR_SSL_…", "CERT_…", "DEPTH_ZERO_SELF_SIGNED_CERT", …
const tlsCode = /^ERR_(TLS|SSL)|CERT|SIGNATURE|^UNABLE_TO_/;

const codesOf = (thrown: unknown): readonly string[] => {
  if (!(thrown instanceof Error)) return [];
  const own = "code" in thrown && typeof thrown.code === "string" ? [thrown.code] : [];
  // One address after another was tried: every attempt's error is inside.
  const inner: readonly unknown[] = thrown instanceof AggregateError ? thrown.errors : [];
  return [...own, ...codesOf(thrown.cause), ...inner.flatMap(codesOf)];
};

/** Why `fetch` got no answer. What it does not tell counts as a reset connection. */
export const unreachableReason = (thrown: unknown): UnreachableReason => {
  for (const code of codesOf(thrown)) {
    const reason = reasons[code];
    if (reason) return reason;
    if (tlsCode.test(code)) return "tls";
  }
  return "reset";
};

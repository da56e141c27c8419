import { describe, expect, it } from "vitest";
import { networkCodes, unreachableReason } from "../../../src/domain/unreachable-reason.ts";
import { toNetworkError } from "../../../src/services/adapters/s3/s3-errors.ts";

const withCode = (code: string) => Object.assign(new Error(code), { code });
/** As fetch fails: the cause has the code. */
const byFetch = (cause: Error) => new TypeError("fetch failed", { cause });

const byStore = (thrown: Error) => toNetworkError(thrown, "h", new AbortController().signal);
const byLog = (thrown: Error) => unreachableReason(networkCodes(byFetch(thrown)));

describe("the storage service and the log server", () => {
  it.each([
    ["EAI_FAIL", "dns"],
    ["EACCES", "refused"],
    ["EHOSTDOWN", "timeout"],
    ["UND_ERR_CONNECT_TIMEOUT", "timeout"],
    ["ECONNABORTED", "reset"],
    ["EPROTO", "handshake"],
    ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "handshake"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "not https"],
    ["ERR_HTTP_TO_TLS", "not http"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "tls"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "tls"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "tls"],
    ["HOSTNAME_MISMATCH", "tls"],
    ["CRL_HAS_EXPIRED", "tls"],
    ["INVALID_CA", "tls"],
    ["ERR_PROXY_TUNNEL", "proxy"],
    ["ENOTHING_WE_KNOW", "reset"],
  ])("are unreachable for the same reason: %s is %s", (code, reason) => {
    expect(byStore(withCode(code))).toMatchObject({ reason });
    expect(byLog(withCode(code))).toBe(reason);
  });

  it("are judged by the first address that says why", () => {
    const both = new AggregateError([withCode("ENOTHING"), withCode("ECONNREFUSED")], "all failed");
    expect(byStore(both)).toMatchObject({ reason: "refused" });
    expect(byLog(both)).toBe("refused");
  });
});

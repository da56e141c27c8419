import { describe, expect, it } from "vitest";
import { errorWords } from "../../src/words/errors/error-words.ts";

const ofStore = (detail: string) =>
  errorWords({ code: "EndpointUnreachable", host: "h", reason: "tls", detail });
const ofLog = (detail: string) =>
  errorWords({ code: "LogServerUnreachable", host: "h", reason: "tls", detail });

describe("a certificate that is not taken", () => {
  it.each([
    ["CERT_HAS_EXPIRED", "has expired", "renew"],
    ["CERT_NOT_YET_VALID", "not valid yet", "date"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "another name", "Compare the address"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "not trusted", "AWS_CA_BUNDLE"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "not trusted", "AWS_CA_BUNDLE"],
    ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "not trusted", "AWS_CA_BUNDLE"],
    ["CERT_REVOKED", "not trusted", "intercepting"],
    ["toString", "not trusted", "intercepting"],
  ])("for the reason %s says so, of storage service and log server", (detail, what, step) => {
    for (const { happened, next } of [ofStore(detail), ofLog(detail)]) {
      expect(happened).toContain(what);
      expect(next).toContain(step);
    }
  });
});

import { describe, expect, it } from "vitest";
import { toAppError, toNetworkError } from "../../../../src/services/adapters/s3/s3-errors.ts";
import type { CallContext } from "../../../../src/services/adapters/s3/s3-errors.ts";
import { HttpTimeout } from "../../../../src/services/adapters/http/http-call.ts";
import { readRefusal } from "../../../../src/services/adapters/s3/store-refusal.ts";

const context: CallContext = {
  right: "write",
  bucket: "inbox",
  key: "a/b",
  region: "us-east-1",
  host: "s3.example",
  crc32: "AAAAAA==",
  sizeBytes: 7,
  isComplete: false,
};

const refuse = (
  status: number,
  code: string,
  more: {
    headers?: Record<string, string>;
    fields?: string;
    context?: Partial<CallContext>;
    message?: string;
  } = {},
) => {
  const fields = `<Message>${more.message ?? "What &lt;it&gt; says"}</Message>${more.fields ?? ""}`;
  const body = Buffer.from(code === "" ? "" : `<Error><Code>${code}</Code>${fields}</Error>`);
  const headers = { "x-amz-request-id": "R1", ...more.headers };
  return toAppError(readRefusal({ status, headers, body }), { ...context, ...more.context });
};

describe("a store's refusal becomes", () => {
  it.each([
    ["InvalidAccessKeyId", 403, { code: "InvalidAccessKey" }],
    ["ExpiredToken", 400, { code: "CredentialsExpired" }],
    ["InvalidToken", 400, { code: "CredentialsExpired" }],
    ["TokenRefreshRequired", 400, { code: "CredentialsExpired" }],
    ["SignatureDoesNotMatch", 403, { code: "WrongSecret" }],
    ["AccessDenied", 403, { code: "AccessDenied", right: "write", bucket: "inbox", key: "a/b" }],
    ["NoSuchBucket", 404, { code: "NoSuchBucket", bucket: "inbox" }],
    ["NoSuchUpload", 404, { code: "UploadExpired" }],
    ["InvalidPart", 400, { code: "UploadExpired" }],
    ["PreconditionFailed", 412, { code: "ObjectExists", bucket: "inbox", key: "a/b" }],
    ["BadDigest", 400, { code: "ChecksumMismatch", ours: "AAAAAA==" }],
    ["SlowDown", 503, { code: "SlowDown" }],
    ["ServiceUnavailable", 503, { code: "SlowDown" }],
    ["InternalError", 500, { code: "StoreFault" }],
    ["EntityTooLarge", 400, { code: "FileTooLarge", sizeBytes: 7 }],
    ["KeyTooLongError", 400, { code: "KeyTooLong", bytes: 3 }],
    ["InvalidStorageClass", 400, { code: "InvalidInput", field: "storageClass" }],
    ["KMS.DisabledException", 400, { code: "StoreFault" }],
    ["NobodyKnowsThisOne", 418, { code: "StoreFault" }],
  ])("of %s", (code, status, expected) => {
    expect(refuse(status, code)).toMatchObject(expected);
  });

  it.each([
    [403, { code: "AccessDenied" }],
    [412, { code: "ObjectExists" }],
    [429, { code: "SlowDown" }],
    [502, { code: "StoreFault", answer: { status: 502 } }],
  ])("by its status %d, when there is no document", (status, expected) => {
    expect(refuse(status, "")).toMatchObject(expected);
  });

  it("with what the store said, for the details", () => {
    expect(refuse(500, "InternalError")).toEqual({
      code: "StoreFault",
      answer: {
        status: 500,
        storeCode: "InternalError",
        storeMessage: "What <it> says",
        requestId: "R1",
      },
    });
  });

  it("with the right region, from a header or the document", () => {
    const fields = "<Region>eu-west-1</Region>";
    const expected = { code: "WrongRegion", said: "us-east-1", is: "eu-west-1" };
    expect(refuse(400, "AuthorizationHeaderMalformed", { fields })).toMatchObject(expected);
    const headers = { "x-amz-bucket-region": "eu-west-1" };
    expect(refuse(301, "PermanentRedirect", { headers })).toMatchObject(expected);
  });

  // Scaleway, OVH and MinIO; Garage; Cloudflare R2; Oracle.
  it.each([
    [
      400,
      "AuthorizationHeaderMalformed",
      "the region 'us-east-1' is wrong; expecting 'fr-par'",
      "fr-par",
    ],
    [
      400,
      "AuthorizationHeaderMalformed",
      "unexpected scope: 20261130/us-east-1/s3/aws4_request",
      null,
    ],
    [
      400,
      "InvalidRegionName",
      "The region name 'us-east-1' is not valid. Must be one of: auto",
      null,
    ],
    [
      403,
      "SignatureDoesNotMatch",
      "The region must be specified if this is not the home region",
      null,
    ],
  ])("with the region at fault, %d %s told as %j", (status, code, message, is) => {
    expect(refuse(status, code, { message })).toMatchObject({
      code: "WrongRegion",
      said: "us-east-1",
      is,
      answer: { storeMessage: message },
    });
  });

  it("of a redirection to nowhere, an address that leads elsewhere", () => {
    const answer = { status: 307, storeCode: "TemporaryRedirect" };
    expect(refuse(307, "TemporaryRedirect")).toMatchObject({ code: "StoreFault", answer });
    expect(refuse(307, "")).toMatchObject({ code: "StoreFault", answer: { status: 307 } });
  });

  // Garage has one code for all that it forbids; the others are of Google, R2 and Alibaba.
  it.each([
    [403, "AccessDenied", "Forbidden: No such key: GK31c2f218a2e44f485b94239e", "InvalidAccessKey"],
    [403, "AccessDenied", "Forbidden: Invalid signature", "WrongSecret"],
    [
      403,
      "InvalidSecurity",
      "The provided security credentials are not valid.",
      "InvalidAccessKey",
    ],
    [401, "Unauthorized", "Unauthorized", "InvalidAccessKey"],
    [403, "InvalidSecurityToken", "The security token is invalid.", "CredentialsExpired"],
    [403, "SecurityTokenExpired", "The security token has expired.", "CredentialsExpired"],
  ])("with the keys at fault, %d %s told as %j: %s", (status, code, message, expected) => {
    expect(refuse(status, code, { message })).toMatchObject({ code: expected });
  });

  it("with what was asked for beyond the object, which may be what is denied", () => {
    const options = { acl: "private", tags: { a: "b" } };
    const terms = { expectedBucketOwner: "123456789012" };
    const asked = ["the ACL", "tags", "the expected bucket owner"];
    for (const [status, code] of [[403, "AccessDenied"] as const, [501, "NotImplemented"] as const])
      expect(refuse(status, code, { context: { options, terms } })).toMatchObject({ asked });
    expect(refuse(403, "AccessDenied")).not.toHaveProperty("asked");
  });

  it("of a KMS key that the person has named, theirs to correct", () => {
    const context = { options: { sse: "aws:kms:mine" } };
    expect(refuse(400, "KMS.NotFoundException", { context })).toMatchObject({ field: "sse" });
  });

  it("with the endpoint that the bucket has, where it names one", () => {
    const fields = "<Endpoint>oss-cn-beijing.example</Endpoint>";
    expect(refuse(301, "PermanentRedirect", { fields })).toMatchObject({
      code: "WrongRegion",
      endpoint: "oss-cn-beijing.example",
    });
    expect(refuse(403, "AccessDenied", { fields })).toMatchObject({
      code: "WrongRegion",
      endpoint: "oss-cn-beijing.example",
    });
    const own = "<Endpoint>s3.example</Endpoint>";
    expect(refuse(403, "AccessDenied", { fields: own })).toMatchObject({ code: "AccessDenied" });
  });

  it.each([
    ["Part number must be an integer between 1 and 100, inclusive", 100],
    ["Upload exceeds the maximum number of parts (1000)", 1000],
    ["Too many parts: at most 1000 are allowed, this is number 1205", 1000],
    ["Part number 1205 is out of range", 1204],
  ])(
    "of a part's number, told as %j, into the number of parts that are taken",
    (said, maxParts) => {
      const body = Buffer.from(
        `<Error><Code>InvalidArgument</Code><Message>${said}</Message></Error>`,
      );
      const refusal = readRefusal({ status: 400, headers: {}, body });
      expect(toAppError(refusal, { ...context, partNumber: 1205 })).toMatchObject({ maxParts });
    },
  );

  it("of a malformed key, when no region is named", () => {
    const error = refuse(400, "AuthorizationHeaderMalformed");
    expect(error).toMatchObject({ code: "InvalidAccessKey" });
  });

  it("with the time to wait, in seconds or until a date", () => {
    expect(refuse(503, "SlowDown", { headers: { "retry-after": "3" } })).toMatchObject({
      retryAfterMs: 3000,
    });
    const headers = { "retry-after": new Date(Date.now() + 5000).toUTCString() };
    const error = refuse(503, "SlowDown", { headers });
    expect(error.code === "SlowDown" && error.retryAfterMs).toBeGreaterThan(2000);
  });

  it("with the minutes that the clock is off", () => {
    const headers = { date: new Date(Date.now() - 20 * 60_000).toUTCString() };
    expect(refuse(403, "RequestTimeTooSkewed", { headers })).toMatchObject({
      code: "ClockSkew",
      minutes: 20,
    });
  });

  it("with the minutes by the time that its document tells, before that of who passed it on", () => {
    const fields = `<ServerTime>${new Date(Date.now() - 20 * 60_000).toISOString()}</ServerTime>`;
    const headers = { date: new Date().toUTCString() };
    const expected = { code: "ClockSkew", minutes: 20 };
    expect(refuse(403, "RequestTimeTooSkewed", { fields })).toMatchObject(expected);
    expect(refuse(403, "RequestTimeTooSkewed", { fields, headers })).toMatchObject(expected);
  });

  it("with the minutes that the clock is off where Garage finds a date too old", () => {
    const headers = { date: new Date(Date.now() + 30 * 3_600_000).toUTCString() };
    const message = "Bad request: Date is too old";
    const expected = { code: "ClockSkew", minutes: -1800 };
    expect(refuse(400, "InvalidRequest", { message, headers })).toMatchObject(expected);
    expect(refuse(400, "InvalidRequest", { headers })).toMatchObject({ code: "StoreFault" });
  });

  it("a lost race: another attempt for a put, a new upload for a completion", () => {
    expect(refuse(409, "ConditionalRequestConflict")).toMatchObject({ code: "StoreFault" });
    expect(
      refuse(409, "ConditionalRequestConflict", { context: { isComplete: true } }),
    ).toMatchObject({ code: "UploadExpired" });
  });
});

const withCode = (code: string) => Object.assign(new Error(code), { code });

describe("network trouble becomes", () => {
  const signal = new AbortController().signal;

  it.each([
    ["ENOTFOUND", "dns"],
    ["EAI_AGAIN", "dns"],
    ["ECONNREFUSED", "refused"],
    ["ETIMEDOUT", "timeout"],
    ["ENETUNREACH", "timeout"],
    ["ECONNRESET", "reset"],
    ["EPIPE", "reset"],
    ["CERT_HAS_EXPIRED", "tls"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "tls"],
    ["ERR_PROXY_TUNNEL", "proxy"],
  ])("of %s, a reason: %s", (code, reason) => {
    expect(toNetworkError(withCode(code), "s3.example", signal)).toEqual({
      code: "EndpointUnreachable",
      host: "s3.example",
      reason,
      detail: code,
    });
  });

  it("looks into the errors of all addresses of a name", () => {
    const error = new AggregateError([withCode("ECONNREFUSED")], "all failed");
    expect(toNetworkError(error, "h", signal)).toMatchObject({ reason: "refused" });
  });

  it("tells a silent connection from one that never was", () => {
    expect(toNetworkError(new HttpTimeout("idle", 50), "h", signal)).toEqual({
      code: "Stalled",
      idleMs: 50,
    });
    expect(toNetworkError(new HttpTimeout("connect", 50), "h", signal)).toMatchObject({
      code: "EndpointUnreachable",
      reason: "timeout",
    });
  });

  it("lets bugs and aborts through", () => {
    expect(() => toNetworkError(new TypeError("bug"), "h", signal)).toThrow("bug");
    const aborted = AbortSignal.abort(new Error("stop"));
    expect(() => toNetworkError(withCode("ECONNRESET"), "h", aborted)).toThrow("stop");
  });
});

import { describe, expect, it } from "vitest";
import type { AppError, AppErrorCode } from "../../src/domain/errors.ts";
import { errorDetails, errorLine, errorWords } from "../../src/words/errors/error-words.ts";

const evil = "a\u001b]0;title\u0007b\nc";

/** One of each code; a new code without a sample does not compile. */
const samples: { readonly [C in AppErrorCode]: Extract<AppError, { code: C }> } = {
  InvalidAccessKey: { code: "InvalidAccessKey" },
  WrongSecret: { code: "WrongSecret" },
  CredentialsExpired: { code: "CredentialsExpired" },
  CredentialsUnavailable: {
    code: "CredentialsUnavailable",
    source: { type: "profile", profile: evil, from: "program", program: evil },
    why: evil,
  },
  AccessDenied: { code: "AccessDenied", right: "write", bucket: evil, key: evil },
  NoSuchBucket: { code: "NoSuchBucket", bucket: evil },
  InvalidInput: { code: "InvalidInput", field: "bucket", problem: "has a space in it" },
  WrongRegion: { code: "WrongRegion", said: evil, is: "eu-west-1" },
  ClockSkew: { code: "ClockSkew", minutes: -20 },
  ObjectExists: { code: "ObjectExists", bucket: evil, key: evil },
  KeyTooLong: { code: "KeyTooLong", path: evil, bytes: 1025 },
  KeyCollision: { code: "KeyCollision", key: evil, paths: [evil, evil] },
  NameNotUtf8: { code: "NameNotUtf8", path: evil },
  FileVanished: { code: "FileVanished", path: evil },
  FileChanged: { code: "FileChanged", path: evil, what: ["size", "content"] },
  FileUnreadable: { code: "FileUnreadable", path: evil, reason: "EACCES" },
  FileUnwritable: { code: "FileUnwritable", path: evil, reason: evil },
  NoReceiptsFolder: { code: "NoReceiptsFolder" },
  NotAFile: { code: "NotAFile", path: evil, is: "socket" },
  FileTooLarge: {
    code: "FileTooLarge",
    path: evil,
    sizeBytes: 6 * 1024 ** 4,
    maxBytes: 5 * 1024 ** 4,
  },
  DiskFull: { code: "DiskFull", path: evil },
  DiskFault: { code: "DiskFault", path: evil },
  StateUnreadable: { code: "StateUnreadable", file: evil, reason: "newer" },
  SecretStoreUnavailable: { code: "SecretStoreUnavailable", why: "locked" },
  NotSetUp: { code: "NotSetUp", missing: "secret", name: evil },
  TransferBusy: { code: "TransferBusy", path: evil, pid: 4711 },
  WorkerUnavailable: { code: "WorkerUnavailable", why: "lost", detail: evil },
  EndpointUnreachable: { code: "EndpointUnreachable", host: evil, reason: "dns", detail: evil },
  ProxyUnusable: { code: "ProxyUnusable", variable: "ALL_PROXY", scheme: evil },
  CertificatesUnreadable: {
    code: "CertificatesUnreadable",
    variable: "ca_bundle",
    profile: evil,
    path: evil,
    detail: "ENOENT",
  },
  SlowDown: { code: "SlowDown" },
  StoreFault: { code: "StoreFault", answer: { status: 500, storeMessage: evil, requestId: evil } },
  InterveningAnswer: {
    code: "InterveningAnswer",
    host: evil,
    answer: { status: 413, storeMessage: evil },
  },
  ConditionUnsupported: { code: "ConditionUnsupported", answer: { status: 501 } },
  TooManyParts: { code: "TooManyParts", maxParts: 1000 },
  ListStuck: { code: "ListStuck", bucket: evil },
  Stalled: { code: "Stalled", idleMs: 30_000 },
  UploadExpired: { code: "UploadExpired" },
  ChecksumMismatch: { code: "ChecksumMismatch", path: evil, ours: "1", theirs: "2" },
  LogServerRefused: { code: "LogServerRefused", status: 400, permanent: true, said: evil },
  NotALogServer: { code: "NotALogServer", host: evil, status: 200, said: evil },
  LogServerUnreachable: { code: "LogServerUnreachable", host: evil, reason: "refused" },
};

describe("errorWords", () => {
  it.each(Object.values(samples))(
    "says what, next and who of $code in whole sentences",
    (error) => {
      const { happened, next, who } = errorWords(error);
      for (const sentence of [happened, next, who]) {
        expect(sentence).toMatch(/^[A-Z0-9].*\.$/u);
        expect(sentence).not.toMatch(/unknown error|undefined|\[object/i);
      }
    },
  );

  it.each(Object.values(samples))("lets no control character of $code through", (error) => {
    const all = [...Object.values(errorWords(error)), ...errorDetails(error), errorLine(error)];
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    for (const text of all) expect(text ?? "").not.toMatch(/[\u0000-\u001f\u007f-\u009f]/u);
  });

  it("names the permission that is needed", () => {
    expect(errorWords(samples.AccessDenied).next).toContain("s3:PutObject");
    expect(errorWords({ ...samples.AccessDenied, right: "list" }).next).toContain("s3:ListBucket");
  });

  it("names what was asked for, and only where the service does not say what it denies", () => {
    const denied = { ...samples.AccessDenied, asked: ["tags", "the ACL"] };
    expect(errorWords(denied).next).toContain("without tags, the ACL");
    const storeMessage = "not authorized to perform: s3:PutObjectTagging on resource: x";
    const answer = { status: 403, storeCode: "AccessDenied", storeMessage };
    expect(errorWords({ ...denied, answer }).next).not.toContain("without");
  });

  it("names the endpoint that the bucket has", () => {
    const wrong = { code: "WrongRegion", said: "us-east-1", is: null, endpoint: "s3.b.example" };
    const { happened, next } = errorWords({ ...wrong, code: "WrongRegion" });
    expect(happened).toContain("s3.b.example");
    expect(next).toContain("s3.b.example");
  });

  it("says what the service says of a region, where that is all it says", () => {
    const answer = { status: 400, storeMessage: "Must be one of: wnam, auto" };
    const wrong = { code: "WrongRegion", said: "us-east-1", is: null } as const;
    expect(errorWords({ ...wrong, answer }).happened).toContain("one of: wnam, auto");
    expect(errorWords(wrong).happened).toContain("us-east-1");
  });

  it("says whether the clock is fast or slow", () => {
    expect(errorWords({ code: "ClockSkew", minutes: 20 }).happened).toContain("20 minutes fast");
    expect(errorWords({ code: "ClockSkew", minutes: -20 }).happened).toContain("20 minutes slow");
  });

  it("tells the region that the service named", () => {
    const { happened, next } = errorWords({
      code: "WrongRegion",
      said: "us-east-1",
      is: "eu-west-1",
    });
    expect(happened).toContain("eu-west-1");
    expect(next).toContain("eu-west-1");
  });
});

describe("a checksum that differs", () => {
  const mismatch = { code: "ChecksumMismatch", path: "k", ours: "a" } as const;

  it("asks to replace only what the store has kept", () => {
    expect(errorWords({ ...mismatch, theirs: "b" }).next).toContain("choose to replace it");
    expect(errorWords({ ...mismatch, theirs: null }).next).not.toContain("replace");
  });
});

describe("a request that the store refuses", () => {
  it("is told from a fault of the store: waiting would not help", () => {
    const answer = { status: 400, storeCode: "InvalidRequest" };
    const { happened, next, who } = errorWords({ code: "StoreFault", answer });
    expect(happened).toBe("The storage service rejected the request: InvalidRequest.");
    expect(next).not.toContain("without");
    const asked = ["encryption", "tags"];
    const { next: advice } = errorWords({ code: "StoreFault", answer, asked });
    expect(advice).toContain("without encryption, tags");
    expect(who).not.toContain("by itself");
  });
});

describe("errorDetails", () => {
  it("lists the code, the status, the S3 error code and the request ID", () => {
    const answer = { status: 403, storeCode: "SignatureDoesNotMatch", requestId: "tx0001" };
    expect(errorDetails({ code: "WrongSecret", answer })).toEqual([
      "code: WrongSecret",
      "HTTP status: 403",
      "S3 error code: SignatureDoesNotMatch",
      "request ID: tx0001",
    ]);
  });

  it("leaves out what the store did not say", () => {
    expect(errorDetails({ code: "WrongSecret", answer: { requestId: "" } })).toEqual([
      "code: WrongSecret",
    ]);
  });
});

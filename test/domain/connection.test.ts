import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cleanToken,
  parseAccessKeyId,
  bucketProblem,
  parseBucket,
  parseConnectionName,
  parseDestination,
  parseEndpoint,
  parseLogToken,
  parseLogUrl,
  parseKey,
  parsePrefix,
  withoutBucket,
  parseRegion,
  parseSecretAccessKey,
} from "../../src/domain/connection.ts";
import { ok } from "../../src/domain/result.ts";

const accessKeyId = "AKIAEXAMPLE000000000";
const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

const problem = (result: { ok: boolean; error?: { problem: string } }) =>
  result.error?.problem ?? "";

describe("pasted values", () => {
  it("lose spaces, newlines, paste marks and invisible characters", () => {
    expect(
      cleanToken(`\u{1B}[200~ ${secret.slice(0, 20)}\r\n${secret.slice(20)}\u{FEFF} \u{1B}[201~`),
    ).toBe(secret);
    expect(cleanToken("[200~abc[201~")).toBe("abc");
  });

  it("come out of cleaning with nothing that a terminal would act on", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(cleanToken(text)).not.toMatch(/[\p{Cc}\s]/u);
      }),
    );
  });
});

describe("an access key", () => {
  it("is taken with the spaces of a paste removed", () => {
    expect(parseAccessKeyId(` ${accessKeyId}\n`)).toEqual(ok(accessKeyId));
  });

  it("is not taken together with its secret, which would be shown and stored as it is", () => {
    expect(problem(parseAccessKeyId(`${accessKeyId} ${secret}`))).toContain("more behind it");
    expect(parseAccessKeyId("minioadmin")).toEqual(ok("minioadmin"));
  });

  it.each([
    ["", "is empty"],
    [secret, "looks like a secret access key"],
    ["AKIA/2026", "characters"],
    ["clé", "characters"],
    ["A".repeat(129), "longer than 128"],
  ])("is refused when it is %j", (text, words) => {
    expect(problem(parseAccessKeyId(text))).toContain(words);
  });
});

describe("a secret access key", () => {
  it("keeps slashes and plus signs", () => {
    expect(parseSecretAccessKey(` ${secret} `)).toEqual(ok(secret));
  });

  it("is refused, without being repeated, when it cannot be one", () => {
    expect(problem(parseSecretAccessKey(""))).toBe("is empty");
    expect(problem(parseSecretAccessKey(accessKeyId))).toContain("looks like an access key");
    const refused = parseSecretAccessKey("pässwörd-of-mine");
    expect(JSON.stringify(refused)).not.toContain("mine");
  });
});

describe("a region", () => {
  it("is lower case for AWS and free elsewhere", () => {
    expect(parseRegion(" EU-West-1 ".trim())).toEqual(ok("eu-west-1"));
    expect(parseRegion("garage_7")).toEqual(ok("garage_7"));
  });

  it.each(["", "eu west;1", "eu/west", "-eu"])("is refused when it is %j", (text) => {
    expect(parseRegion(text).ok).toBe(false);
  });

  it.each([
    "eu-central-1eu-west-1",
    "eu-central-1 us-east-1",
    "EU-Central-1\nUS-GOV-East-1",
    "eu-central-1, us-east-1",
    "eu-central-1/us-east-1",
    "us-east-1 us-east-1 us-east-1",
  ])("is refused as two of them: %j", (text) => {
    expect(problem(parseRegion(text))).toBe("is more than one region; use one");
  });

  it.each(["us- east-1", "eu-central-1-eu-west-1", "us-east-12", "de-fra-1a", "us-iso-east-1"])(
    "is one where it could be another service's: %j",
    (text) => {
      expect(parseRegion(text).ok).toBe(true);
    },
  );
});

describe("an address", () => {
  it("of a store may leave out https://, and empty means AWS", () => {
    expect(parseEndpoint("s3.example.org:9000/")).toEqual(ok("https://s3.example.org:9000"));
    expect(parseEndpoint("http://127.0.0.1:9000")).toEqual(ok("http://127.0.0.1:9000"));
    expect(parseEndpoint('"http://127.0.0.1:9000"')).toEqual(ok("http://127.0.0.1:9000"));
    expect(parseEndpoint("  ")).toEqual(ok(null));
  });

  it("of a log server keeps its path", () => {
    expect(parseLogUrl("https://logs.example.org/s3/")).toEqual(ok("https://logs.example.org/s3"));
  });

  it.each(["ftp://x", "https://me:pw@host", "https://host?x=1", "https://", "http://a b c:99999"])(
    "is refused when it is %j",
    (text) => {
      expect(parseEndpoint(text).ok).toBe(false);
      expect(parseLogUrl(text).ok).toBe(false);
    },
  );

  it("of a log server may not be empty", () => {
    expect(problem(parseLogUrl(""))).toBe("is empty");
  });
});

describe("a bucket", () => {
  it.each([
    ["acme-inbox", "acme-inbox"],
    ["s3://acme-inbox/", "acme-inbox"],
    ["Old_Bucket.eu", "Old_Bucket.eu"],
  ])("%j is taken as %s", (text, bucket) => {
    expect(parseBucket(text)).toEqual(ok(bucket));
  });

  it.each([
    "",
    "ab",
    "a".repeat(64),
    "acme/november",
    "-acme",
    "acme-",
    "a..b",
    "192.168.0.1",
    "ünter",
  ])("is refused when it is %j", (text) => {
    expect(parseBucket(text).ok).toBe(false);
  });
});

describe("a prefix", () => {
  it.each([
    ["", ""],
    ["/", ""],
    ["november", "november/"],
    ["/2026/november//", "2026/november/"],
    ["Cafe\u0301", "Caf\u00e9/"],
  ])("%j becomes %j", (text, prefix) => {
    expect(parsePrefix(text)).toEqual(ok(prefix));
  });

  it.each(["a//b", "../x", "a/./b", "x".repeat(901), "\u{D800}"])(
    "is refused when it is %j",
    (text) => {
      expect(parsePrefix(text).ok).toBe(false);
    },
  );
});

describe("a destination", () => {
  it("is a bucket with or without a prefix", () => {
    expect(parseDestination("acme-inbox")).toEqual(ok({ bucket: "acme-inbox", prefix: "" }));
    expect(parseDestination("s3://acme-inbox/2026/nov")).toEqual(
      ok({ bucket: "acme-inbox", prefix: "2026/nov/" }),
    );
    expect(parseDestination("/november").ok).toBe(false);
  });
});

describe("names and tokens", () => {
  it("let a connection have a readable name", () => {
    expect(parseConnectionName(" Clinic North ")).toEqual(ok("Clinic North"));
    expect(parseConnectionName("").ok).toBe(false);
    expect(parseConnectionName("a/b").ok).toBe(false);
    expect(parseConnectionName("x".repeat(65)).ok).toBe(false);
  });

  it("take any printable log token, without repeating a refused one", () => {
    expect(parseLogToken(" tok_123 \n")).toEqual(ok("tok_123"));
    expect(JSON.stringify(parseLogToken("geheim-ü"))).not.toContain("geheim");
    expect(parseLogToken("").ok).toBe(false);
  });
});

describe("a key", () => {
  it.each([
    ["report.csv", "report.csv"],
    ["/in/report.csv", "in/report.csv"],
    ["a..b/.hidden", "a..b/.hidden"],
    ["cafe\u0301.csv", "caf\u00e9.csv"],
  ])("%j is taken as %j", (text, key) => {
    expect(parseKey(text)).toEqual(ok(key));
  });

  it.each([
    "",
    "/",
    "../../x",
    "./x",
    "a/../b",
    "a/./b",
    "a//b",
    "a/..",
    "in/",
    "\ud800",
    "x".repeat(1025),
  ])("%j is refused, by the rules of a prefix", (text) => {
    expect(parseKey(text)).toMatchObject({ ok: false, error: { field: "key" } });
  });
});

describe("an access point", () => {
  const arn = "arn:aws:s3:eu-central-1:123456789012:accesspoint/inbox";

  it.each([arn, arn.replace("/", ":"), `s3://${arn}`])("%j may stand for a bucket", (text) => {
    expect(parseBucket(text)).toEqual(ok(arn));
    expect(parseDestination(`${text}/november`)).toEqual(ok({ bucket: arn, prefix: "november/" }));
  });

  it.each([
    "arn:aws:s3:::inbox",
    "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap",
    "arn:aws:s3-outposts:eu-central-1:123456789012:outpost/op-1/accesspoint/inbox",
  ])("%j is none that can be used", (text) => {
    expect(parseBucket(text)).toMatchObject({ ok: false, error: { field: "bucket" } });
  });

  it("is AWS's own", () => {
    expect(bucketProblem(arn, null)).toBeNull();
    expect(bucketProblem("inbox", "https://s.example")).toBeNull();
    expect(bucketProblem(arn, "https://s.example")).toMatchObject({ field: "bucket" });
  });

  it.each([
    ["https://s.example/inbox/november", "endpoint"],
    ["https://s.example/inbox", undefined],
    ["https://s.example/s3/inbox", undefined],
    ["https://s.example/gateway/s3", undefined],
  ])("says of a folder behind the bucket in %s: %s", (endpoint, field) => {
    expect(bucketProblem("inbox", endpoint)?.field).toBe(field);
  });
});

describe("a bucket in the endpoint", () => {
  it.each([
    ["https://s.example/inbox", "https://s.example"],
    ["https://s.example/s3/inbox/", "https://s.example/s3"],
    ["https://s.example", null],
    ["https://inbox.example", null],
    ["https://s.example/my-inbox", null],
  ])("of %s is left out: %j", (endpoint, expected) => {
    expect(withoutBucket(endpoint, "inbox")).toBe(expected);
  });
});

import { describe, expect, it } from "vitest";
import { readUploadOptions, withDefaults } from "../../src/domain/upload-options.ts";
import { formatTerms, parseTerms, type UploadTerms } from "../../src/domain/upload-terms.ts";

const everything: UploadTerms = {
  addressing: "virtual",
  options: {
    sse: "aws:kms:arn:aws:kms:eu-west-1:123456789012:key/1",
    acl: "bucket-owner-full-control",
    storageClass: "STANDARD_IA",
    tags: { project: "a=b", year: "2026" },
    metadata: { from: "clinic" },
    requestPayer: true,
    expectedBucketOwner: "123456789012",
    partBytes: 64 * 1024 * 1024,
  },
};

describe("what a bucket's owner asks for", () => {
  it.each<[string, Partial<UploadTerms["options"]>]>([
    ["", {}],
    ["  ", {}],
    ["sse=AES256", { sse: "AES256" }],
    ["--sse AES256", { sse: "AES256" }],
    [
      "--sse=aws:kms:KEY --acl bucket-owner-full-control",
      { sse: "aws:kms:KEY", acl: "bucket-owner-full-control" },
    ],
    ["request-payer sse=AES256", { requestPayer: true, sse: "AES256" }],
    ["--request-payer --sse AES256", { requestPayer: true, sse: "AES256" }],
    ["tag=a=1 --tag b=2", { tags: { a: "1", b: "2" } }],
    ["part-size=64MiB", { partBytes: 64 * 1024 * 1024 }],
  ])("is read from %j", (text, options) => {
    expect(parseTerms(text)).toEqual({ ok: true, value: { addressing: "auto", options } });
  });

  it("is written as it is read", () => {
    expect(parseTerms(formatTerms(everything))).toEqual({ ok: true, value: everything });
    expect(formatTerms({ options: {}, addressing: "auto" })).toBe("");
  });

  it.each([
    ["sse=DES", "sse"],
    ["acl=Everyone!", "acl"],
    ["tag=a", "tag"],
    ["addressing=upside-down", "addressing"],
    ["expected-bucket-owner=me", "expectedBucketOwner"],
    ["part-size=1MiB", "partBytes"],
    ["part-size=6GiB", "partBytes"],
    ["encryption", "terms"],
    ["colour=red", "terms"],
    ["--sse", "terms"],
    ["constructor=x", "terms"],
  ])("cannot be %j, which is about the %s", (text, field) => {
    expect(parseTerms(text)).toMatchObject({ ok: false, error: { code: "InvalidInput", field } });
  });
});

describe("options", () => {
  it("go before those of the connection, name by name", () => {
    expect(
      withDefaults(
        { sse: "AES256", acl: undefined, tags: { b: "2" } },
        { sse: "aws:kms", acl: "private", tags: { a: "1", b: "1" }, metadata: { m: "1" } },
      ),
    ).toEqual({
      sse: "AES256",
      acl: "private",
      tags: { a: "1", b: "2" },
      metadata: { m: "1" },
    });
  });

  it("come back whole from a message or a file, and nothing else with them", () => {
    const { options } = everything;
    const stored: unknown = JSON.parse(JSON.stringify({ ...options, foreign: 1 }));
    expect(readUploadOptions(stored)).toEqual(options);
  });

  it.each([null, [], { sse: 1 }, { tags: { a: 1 } }, { requestPayer: "yes" }, { partBytes: -1 }])(
    "are none when they are %j",
    (value) => {
      expect(readUploadOptions(value)).toBeNull();
    },
  );
});

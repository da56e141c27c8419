import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { crc32ToBase64 } from "../../../../src/domain/crc32-combine.ts";
import {
  openOddStore,
  refusal,
  type OddRequest,
  oddBucket as bucket,
  hello as body,
  helloMd5 as md5,
  takenHello as taken,
  putHello,
} from "../../../support/sites/odd-store.ts";
import { valueOf } from "../../../support/values/value-of.ts";

const signal = () => AbortSignal.timeout(20_000);

const has = ({ headers }: OddRequest, name: string) => headers[name] !== undefined;

describe("a header that a store refuses", () => {
  it.each([
    [
      "x-amz-checksum-crc32",
      refusal(400, "InvalidArgument", "Unsupported header 'x-amz-checksum-crc32'"),
    ],
    [
      "x-amz-checksum-crc32",
      refusal(
        501,
        "NotImplemented",
        "A header is not implemented",
        "<Header>x-amz-checksum-crc32</Header>",
      ),
    ],
    ["x-amz-checksum-crc32", refusal(501, "NotImplemented")],
    ["x-amz-checksum-crc32", refusal(400, "NotImplemented", "A header is not implemented")],
    ["x-amz-checksum-crc32", refusal(405, "MethodNotAllowed", "No checksum headers here")],
    ["x-amz-checksum-crc32", refusal(400, "InvalidDigest", "The digest type is not known")],
  ])(
    "%s, said as %j, is left out from then on, and Content-MD5 goes instead",
    async (name, said) => {
      const { store, requests } = await openOddStore((request) =>
        has(request, name) ? said : taken,
      );
      expect(valueOf(await putHello(store)).proof).toBe("part-md5");
      expect(store.abilities(bucket).checksum).toBe("refused");
      expect(valueOf(await putHello(store)).proof).toBe("part-md5");
      expect(requests.map((request) => has(request, name))).toEqual([true, false, false]);
      expect(requests.at(-1)?.headers["content-md5"]).toBe(
        Buffer.from(md5, "hex").toString("base64"),
      );
    },
  );

  it.each([
    refusal(501, "NotImplemented", "Conditional object PUTs are not supported."),
    refusal(501, "NotImplemented", "not implemented", "<Header>If-None-Match</Header>"),
    refusal(400, "InvalidArgument", "If-None-Match is not supported"),
    refusal(501, "NotImplemented"),
    refusal(400, "NotImplemented", "A header is not implemented"),
    refusal(405, "MethodNotAllowed", "If-None-Match is not allowed for PUT"),
  ])(
    "If-None-Match, said as %j, is ConditionUnsupported and never left out by itself",
    async (said) => {
      const { store, requests } = await openOddStore((request) =>
        has(request, "if-none-match") ? said : taken,
      );
      const refused = await putHello(store, { mustBeNew: true });
      expect(refused).toMatchObject({ error: { code: "ConditionUnsupported" } });
      expect(store.abilities(bucket).condition).toBe("refused");
      expect(requests).toHaveLength(1);
      expect((await putHello(store)).ok).toBe(true);
    },
  );

  it("is none where it is the body that does not match", async () => {
    const { store, requests } = await openOddStore(() =>
      refusal(400, "BadDigest", "The CRC32 differs"),
    );
    expect(await putHello(store)).toMatchObject({
      error: { code: "ChecksumMismatch", theirs: null },
    });
    expect(requests).toHaveLength(1);
    expect(store.abilities(bucket).checksum).toBe("unknown");
  });

  it("is left out of the document that completes an upload, too", async () => {
    const parts = [
      { partNumber: 1, etag: md5, crc32: crc32(body), proof: "crc32-full-object" },
    ] as const;
    const { store, requests } = await openOddStore(({ body: document }) =>
      document.includes("ChecksumCRC32")
        ? refusal(400, "MalformedXML", "The XML did not validate against our schema")
        : {
            body: `<CompleteMultipartUploadResult><ETag>"${md5}-1"</ETag></CompleteMultipartUploadResult>`,
          },
    );
    const whole = { bucket, key: "k", uploadId: "u", parts, crc32: crc32(body) };
    const params = { ...whole, sizeBytes: body.length, mustBeNew: false, signal: signal() };
    expect(valueOf(await store.completeUpload(params)).etag).toBe(`${md5}-1`);
    expect(requests).toHaveLength(2);
  });

  it.each([
    refusal(501, "NotImplemented", "Header 'x-amz-tagging' with value 'a=b' not implemented"),
    refusal(501, "NotImplemented", "Header 'x-amz-storage-class' with value 'X' not implemented"),
    refusal(501, "NotImplemented", "not implemented", "<Header>x-amz-acl</Header>"),
  ])("is neither condition nor checksum where another is named: %j", async (said) => {
    const { store, requests } = await openOddStore(() => said);
    const refused = await putHello(store, { mustBeNew: true });
    expect(refused).toMatchObject({ error: { code: "StoreFault", answer: { status: 501 } } });
    expect(requests).toHaveLength(1);
    expect(store.abilities(bucket)).toMatchObject({ condition: "unknown", checksum: "unknown" });
  });

  it.each([
    ["x-amz-checksum-crc32", refusal(400, "XAmzContentChecksumMismatch", "does not match")],
    ["x-amz-checksum-crc32", refusal(400, "BadDigest", "The CRC32 did not match")],
    ["x-amz-checksum-type", refusal(400, "InvalidRequest", "The checksum type is not known")],
    ["x-amz-mp-object-size", refusal(400, "InvalidArgument", "header 'x-amz-mp-object-size'")],
    ["x-amz-mp-object-size", refusal(501, "NotImplemented")],
  ])("of the whole object, %s said as %j, ends the upload without it", async (name, said) => {
    const sum = crc32ToBase64(crc32(Buffer.alloc(8)));
    const answer = `<CompleteMultipartUploadResult><ETag>"x-2"</ETag><ChecksumCRC32>${sum}-2</ChecksumCRC32></CompleteMultipartUploadResult>`;
    const { store, requests } = await openOddStore((request) =>
      has(request, name) ? said : { body: answer },
    );
    const part = { etag: md5, crc32: 0, proof: "crc32-full-object" } as const;
    const parts = [1, 2].map((partNumber) => ({ ...part, partNumber }));
    const whole = { bucket, key: "k", uploadId: "u", parts, crc32: 7, sizeBytes: 10 };
    const params = { ...whole, mustBeNew: false, signal: signal() };
    expect(valueOf(await store.completeUpload(params)).proof).toBe("crc32-composite");
    expect(requests.map((request) => has(request, name))).toEqual([true, false]);
    expect(requests.at(-1)?.body.toString()).toContain("<ChecksumCRC32>");
    expect(store.abilities(bucket).checksum).toBe("unknown");
  });

  it("is left out from the start where every AWS program is told to", async () => {
    const environment = { AWS_REQUEST_CHECKSUM_CALCULATION: "when_required" };
    const { store, requests } = await openOddStore(() => taken, { environment });
    valueOf(await putHello(store));
    expect(requests.map((request) => has(request, "x-amz-checksum-crc32"))).toEqual([false]);
    expect(requests.map((request) => has(request, "content-md5"))).toEqual([true]);
  });
});

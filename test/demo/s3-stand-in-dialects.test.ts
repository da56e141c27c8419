import { createHash } from "node:crypto";
import { Agent } from "node:http";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { S3ClientConfig } from "@aws-sdk/client-s3";
import { afterEach, describe, expect, it } from "vitest";
import { startS3StandIn } from "../../src/demo/s3-stand-in.ts";
import type { S3Dialect } from "../../src/demo/s3/dialect.ts";
import { startNameProxy } from "../support/sites/name-proxy.ts";
import { owner } from "../support/values/s3-people.ts";

const Bucket = "inbox";
const Key = "a.bin";
const region = "eu-central-1";
const domain = "s3.example";
const { accessKeyId, secretAccessKey } = owner;
const credentials = { accessKeyId, secretAccessKey };
const mebibyte = 1024 * 1024;
const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** A stand-in that speaks a dialect, and a client that sends checksums only when told to. */
const start = async (dialect: Partial<S3Dialect>, more: S3ClientConfig = {}) => {
  const s3 = await startS3StandIn({
    users: [owner],
    buckets: [{ name: Bucket, region }],
    dialect,
    domain,
  });
  closers.push(() => s3.close());
  const client = new S3Client({
    endpoint: s3.endpoint,
    region,
    forcePathStyle: true,
    maxAttempts: 1,
    requestChecksumCalculation: "WHEN_REQUIRED",
    credentials,
    ...more,
  });
  closers.push(() => client.destroy());
  return { s3, client };
};

const put = (client: S3Client, more: Partial<PutObjectCommand["input"]> = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body: "hello", ...more }));

const md5 = (bytes: string | Uint8Array) => createHash("md5").update(bytes).digest("hex");
const bodies = [Buffer.alloc(5 * mebibyte, 1), Buffer.from("the last part")];

/** Sends two parts and puts them together. */
const putParts = async (
  client: S3Client,
  more: Partial<CompleteMultipartUploadCommand["input"]> = {},
  algorithm?: "CRC32",
) => {
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: algorithm }),
  );
  const Parts = [];
  for (const [index, Body] of bodies.entries()) {
    const part = { Bucket, Key, UploadId, PartNumber: index + 1, Body };
    const { ETag, ChecksumCRC32 } = await client.send(
      new UploadPartCommand({ ...part, ChecksumAlgorithm: algorithm }),
    );
    Parts.push({ ETag, ChecksumCRC32, PartNumber: index + 1 });
  }
  return client.send(
    new CompleteMultipartUploadCommand({
      Bucket,
      Key,
      UploadId,
      MultipartUpload: { Parts },
      ...more,
    }),
  );
};

describe("a condition on a taken key", () => {
  it.each([
    ["honoured", "PreconditionFailed"],
    ["refused", "NotImplemented"],
  ] as const)("is %s by PutObject and Complete, whichever it is about", async (answer, name) => {
    const { s3, client } = await start({ putCondition: answer, completeCondition: answer });
    await put(client);
    await expect(put(client, { Body: "other", IfNoneMatch: "*" })).rejects.toMatchObject({ name });
    await expect(putParts(client, { IfNoneMatch: "*" })).rejects.toMatchObject({ name });
    expect(s3.objects(Bucket)[0]?.sizeBytes).toBe(5);
  });

  it("is written over where it is ignored", async () => {
    const { s3, client } = await start({ putCondition: "ignored", completeCondition: "ignored" });
    await put(client);
    await put(client, { Body: "others", IfNoneMatch: "*" });
    expect(s3.objects(Bucket)[0]?.sizeBytes).toBe(6);
    await putParts(client, { IfNoneMatch: "*" });
    expect(s3.objects(Bucket)[0]?.sizeBytes).toBe(5 * mebibyte + 13);
  });

  it("has the code that the service gives it", async () => {
    const { client } = await start({ takenCode: "InvalidRequest" });
    await put(client);
    await expect(put(client, { IfNoneMatch: "*" })).rejects.toMatchObject({
      name: "InvalidRequest",
      $metadata: { httpStatusCode: 412 },
    });
  });
});

describe("checksums", () => {
  const wrong = { ChecksumCRC32: "AAAAAA==" };

  it("are compared and answered, of the whole too", async () => {
    const { client } = await start({});
    await expect(put(client, wrong)).rejects.toMatchObject({ name: "BadDigest" });
    const whole = await putParts(client, {}, "CRC32");
    expect(whole).toMatchObject({ ChecksumType: "FULL_OBJECT" });
    expect(whole.ChecksumCRC32).toMatch(/^[^-]+$/u);
  });

  it("are ignored and not answered", async () => {
    const { client } = await start({ checksums: "ignored" });
    expect((await put(client, wrong)).ChecksumCRC32).toBeUndefined();
    expect((await putParts(client, {}, "CRC32")).ChecksumCRC32).toBeUndefined();
  });

  it("are refused by the name of the header", async () => {
    const { client } = await start({ checksums: "refused" });
    await expect(put(client, wrong)).rejects.toThrow("Unsupported header 'x-amz-checksum-crc32'");
    expect((await put(client)).ETag).toBe(`"${md5("hello")}"`);
  });

  it("are those of the parts' checksums where a service has them so", async () => {
    const { client } = await start({ completeChecksum: "composite" });
    const whole = await putParts(client, {}, "CRC32");
    expect(whole).toMatchObject({ ChecksumType: "COMPOSITE" });
    expect(whole.ChecksumCRC32).toMatch(/-2$/u);
  });

  it("of a part have no place in Complete where its schema has none", async () => {
    const strict = await start({ partChecksums: "refused" });
    await expect(putParts(strict.client)).rejects.toMatchObject({ name: "MalformedXML" });
    // No answer has given a checksum to name.
    const silent = await start({ partChecksums: "refused", checksums: "ignored" });
    const whole = await putParts(silent.client);
    expect(whole.Key).toBe(Key);
    expect(silent.s3.objects(Bucket)[0]?.sizeBytes).toBe(5 * mebibyte + 13);
  });

  it("by Content-MD5 are compared, or ignored", async () => {
    const ContentMD5 = Buffer.alloc(16).toString("base64");
    const strict = await start({});
    await expect(put(strict.client, { ContentMD5 })).rejects.toMatchObject({ name: "BadDigest" });
    const lax = await start({ contentMd5: "ignored" });
    expect((await put(lax.client, { ContentMD5 })).ETag).toBe(`"${md5("hello")}"`);
    expect(lax.s3.objects(Bucket)[0]?.sizeBytes).toBe(5);
  });
});

describe("ETags", () => {
  const whole = md5(Buffer.concat(bodies));
  const ofParts = `${md5(Buffer.from(bodies.map(md5).join(""), "hex"))}-2`;

  it("are MD5s, or only look like them", async () => {
    const { client } = await start({});
    expect((await put(client)).ETag).toBe(`"${md5("hello")}"`);
    const opaque = await start({ etag: "opaque" });
    const { ETag } = await put(opaque.client);
    expect(ETag).toMatch(/^"[0-9a-f]{32}"$/u);
    expect(ETag).not.toBe(`"${md5("hello")}"`);
  });

  it.each([
    ["md5-of-md5s", `"${ofParts}"`],
    ["md5", `"${whole}"`],
    ["absent", ""],
  ] as const)("of objects of parts are %s", async (multipartEtag, etag) => {
    const { client } = await start({ multipartEtag });
    expect((await putParts(client)).ETag ?? "").toBe(etag);
  });

  it("of objects of parts may follow from nothing", async () => {
    const { client } = await start({ multipartEtag: "opaque" });
    const { ETag } = await putParts(client);
    expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/u);
    expect(ETag).not.toBe(`"${ofParts}"`);
  });
});

describe("the rest", () => {
  it("takes no more parts than the service, and names the number", async () => {
    const { client } = await start({ maxParts: 1 });
    await expect(putParts(client)).rejects.toThrow("an integer between 1 and 1, inclusive");
  });

  it("wants the bucket in the host, and finds it there", async () => {
    const { s3, client } = await start({ addressing: "virtual" });
    await expect(put(client)).rejects.toMatchObject({ name: "SecondLevelDomainForbidden" });
    const proxy = await startNameProxy(s3.port);
    closers.push(() => proxy.close());
    const inHost = new S3Client({
      endpoint: `http://${domain}`,
      region,
      credentials,
      requestHandler: { httpAgent: new Agent({ proxyEnv: { HTTP_PROXY: proxy.url } }) },
    });
    closers.push(() => inHost.destroy());
    await put(inHost);
    expect(s3.objects(Bucket).map(({ key }) => key)).toEqual([Key]);
  });

  it("lists by markers where the service knows no other way", async () => {
    const { client } = await start({ listing: "v1" });
    for (const each of ["a", "b"]) await put(client, { Key: each });
    const first = await client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 1 }));
    expect(first).toMatchObject({ IsTruncated: true, Contents: [{ Key: "a" }] });
    expect(first.KeyCount ?? first.NextContinuationToken).toBeUndefined();
    const ignored = await client.send(new ListObjectsV2Command({ Bucket, StartAfter: "a" }));
    expect(ignored.Contents).toHaveLength(2);
    const second = await client.send(new ListObjectsCommand({ Bucket, Marker: "a" }));
    expect(second).toMatchObject({ IsTruncated: false, Contents: [{ Key: "b" }] });
  });

  it("says HTML of nothing, no message, and no request, where the service does", async () => {
    const { s3, client } = await start({
      emptyIsHtml: true,
      hasMessages: false,
      requestIdHeader: null,
    });
    const seen: unknown[] = [];
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        seen.push(result.response);
        return result;
      },
      { step: "deserialize", priority: "low" },
    );
    await put(client);
    expect(seen[0]).toMatchObject({ headers: { "content-type": "text/html" } });
    await client.send(new ListObjectsV2Command({ Bucket }));
    expect(seen[1]).toMatchObject({ headers: { "content-type": "application/xml" } });
    const refused = await fetch(`${s3.endpoint}/${Bucket}?list-type=2`);
    expect(await refused.text()).toContain("<Message></Message>");
    expect(refused.headers.get("x-amz-request-id")).toBeNull();
  });
});

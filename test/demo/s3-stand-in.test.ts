import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { S3ClientConfig } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startS3StandIn } from "../../src/demo/s3-stand-in.ts";
import type { S3StandIn } from "../../src/demo/s3-stand-in.ts";
import type { S3User } from "../../src/demo/s3/s3-types.ts";
import { owner, sender } from "../support/values/s3-people.ts";

const Bucket = "inbox";
const Key = "a/b c+ü%&'\n.txt";
const mebibyte = 1024 * 1024;
let s3: S3StandIn;
const clients: S3Client[] = [];

const clientOf = (
  user: Pick<S3User, "accessKeyId" | "secretAccessKey">,
  more: S3ClientConfig = {},
) => {
  const client = new S3Client({
    endpoint: s3.endpoint,
    region: "eu-central-1",
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: user.accessKeyId, secretAccessKey: user.secretAccessKey },
    ...more,
  });
  clients.push(client);
  return client;
};

const base64Crc32 = (bytes: Uint8Array) => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(crc32(bytes));
  return buffer.toString("base64");
};

const list = (client: S3Client, bucket = Bucket) =>
  client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1, Prefix: "a/b c" }));

const putNew = () => new PutObjectCommand({ Bucket, Key, Body: "hello", IfNoneMatch: "*" });

beforeEach(async () => {
  s3 = await startS3StandIn({
    users: [owner, sender(Bucket)],
    buckets: [{ name: Bucket, region: "eu-central-1" }],
  });
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await s3.close();
});

describe("the S3 stand-in checks who asks", () => {
  it("takes the right signature, whatever the prefix", async () => {
    await expect(list(clientOf(owner))).resolves.toMatchObject({ KeyCount: 0 });
  });

  it("refuses an unknown key, a wrong secret, and nobody at all", async () => {
    const stranger = { ...owner, accessKeyId: "AKIASTRANGER00000000" };
    await expect(list(clientOf(stranger))).rejects.toThrow("does not exist in our records");
    const forger = { ...owner, secretAccessKey: "guessed" };
    await expect(list(clientOf(forger))).rejects.toThrow("does not match the signature");
    expect((await fetch(`${s3.endpoint}/${Bucket}?list-type=2`)).status).toBe(403);
  });

  it("refuses a clock that is sixteen minutes off, and takes fourteen", async () => {
    s3.reshape({ clockOffsetMs: 14 * 60_000 });
    await expect(list(clientOf(owner))).resolves.toMatchObject({ KeyCount: 0 });
    s3.reshape({ clockOffsetMs: 16 * 60_000 });
    await expect(list(clientOf(owner))).rejects.toThrow("too large");
  });

  it("names the region of a bucket when asked in another", async () => {
    const error = await list(clientOf(owner, { region: "us-east-1" })).catch((caught) => caught);
    expect(error).toMatchObject({ Code: "AuthorizationHeaderMalformed", Region: "eu-central-1" });
  });

  it("wants the session token of temporary credentials", async () => {
    s3.setUser({ ...owner, sessionToken: "token" });
    await expect(list(clientOf(owner))).rejects.toThrow("token");
    const { accessKeyId, secretAccessKey } = owner;
    const credentials = { accessKeyId, secretAccessKey, sessionToken: "token" };
    await expect(list(clientOf(owner, { credentials }))).resolves.toMatchObject({ KeyCount: 0 });
  });

  it("says so when there is no such bucket", async () => {
    await expect(list(clientOf(owner), "nowhere")).rejects.toMatchObject({ name: "NoSuchBucket" });
  });
});

describe("the S3 stand-in gives a two-right key", () => {
  const at = { Bucket, Key };

  it("put and list, and refuses all else", async () => {
    const client = clientOf(sender(Bucket));
    await client.send(new PutObjectCommand({ ...at, Body: "hello" }));
    const listed = await client.send(new ListObjectsV2Command({ Bucket }));
    expect(listed.Contents).toMatchObject([{ Key, Size: 5 }]);
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(at));
    const answers = await Promise.allSettled([
      client.send(new GetObjectCommand(at)),
      client.send(new HeadObjectCommand(at)),
      client.send(new DeleteObjectCommand(at)),
      client.send(new ListPartsCommand({ ...at, UploadId })),
      client.send(new AbortMultipartUploadCommand({ ...at, UploadId })),
    ]);
    for (const answer of answers) {
      expect(answer).toMatchObject({ reason: { $metadata: { httpStatusCode: 403 } } });
    }
  });

  it("nothing outside its prefix", async () => {
    s3.setUser(sender(Bucket, "in/"));
    const client = clientOf(sender(Bucket));
    await client.send(new PutObjectCommand({ Bucket, Key: "in/x", Body: Buffer.alloc(0) }));
    await expect(
      client.send(new PutObjectCommand({ Bucket, Key: "out/x", Body: Buffer.alloc(0) })),
    ).rejects.toThrow("Denied");
    await expect(client.send(new ListObjectsV2Command({ Bucket }))).rejects.toThrow("Denied");
    await client.send(new ListObjectsV2Command({ Bucket, Prefix: "in/" }));
  });

  it("NoSuchUpload for an invented upload, and nothing is left; 403 without the right", async () => {
    const part = new UploadPartCommand({ ...at, UploadId: "invented", PartNumber: 1, Body: "x" });
    await expect(clientOf(sender(Bucket)).send(part)).rejects.toMatchObject({
      name: "NoSuchUpload",
      $metadata: { httpStatusCode: 404 },
    });
    s3.setUser({ ...sender(Bucket), grants: [] });
    await expect(clientOf(sender(Bucket)).send(part)).rejects.toThrow("Denied");
    expect(s3.objects(Bucket)).toHaveLength(0);
    expect(s3.uploadCount(Bucket)).toBe(0);
  });
});

describe("the S3 stand-in keeps objects", () => {
  it("as they were sent, with their headers", async () => {
    const body = Buffer.alloc(300_000, "ab");
    const put = await clientOf(owner).send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: body,
        ContentType: "text/plain",
        Metadata: { from: "clinic" },
        StorageClass: "STANDARD_IA",
      }),
    );
    expect(put.ETag).toBe(`"${createHash("md5").update(body).digest("hex")}"`);
    expect(put.ChecksumCRC32).toBe(base64Crc32(body));
    expect(await s3.sha256(Bucket, Key)).toBe(createHash("sha256").update(body).digest("hex"));
    const got = await clientOf(owner).send(new GetObjectCommand({ Bucket, Key }));
    expect(got).toMatchObject({ ContentType: "text/plain", Metadata: { from: "clinic" } });
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
  });

  it("only when they agree with their checksum", async () => {
    const put = new PutObjectCommand({ Bucket, Key, Body: "hello", ChecksumCRC32: "AAAAAA==" });
    await expect(clientOf(owner).send(put)).rejects.toMatchObject({ Code: "BadDigest" });
    expect(s3.objects(Bucket)).toHaveLength(0);
  });

  it("and never over another one when told If-None-Match", async () => {
    await clientOf(owner).send(putNew());
    await expect(clientOf(owner).send(putNew())).rejects.toMatchObject({
      $metadata: { httpStatusCode: 412 },
    });
  });

  it("from a stream of unknown length, chunked with a trailer", async () => {
    const pieces = Array.from({ length: 11 }, (_, index) => Buffer.alloc(mebibyte, index));
    const upload = new Upload({
      client: clientOf(owner),
      params: { Bucket, Key, Body: ReadableStream.from(pieces) },
      partSize: 5 * mebibyte,
    });
    await upload.done();
    const expected = createHash("sha256").update(Buffer.concat(pieces)).digest("hex");
    expect(await s3.sha256(Bucket, Key)).toBe(expected);
  });

  it("lists them in byte order, by pages, folders rolled up", async () => {
    const client = clientOf(owner);
    // U+FF5E sorts behind U+1F600 in UTF-16, and before it in UTF-8.
    for (const key of ["b/1", "b/2", "a", "\u{1F600}", "\u{FF5E}"]) {
      await client.send(new PutObjectCommand({ Bucket, Key: key, Body: Buffer.alloc(0) }));
    }
    const first = await client.send(
      new ListObjectsV2Command({ Bucket, Delimiter: "/", MaxKeys: 2 }),
    );
    expect(first).toMatchObject({ Contents: [{ Key: "a" }], CommonPrefixes: [{ Prefix: "b/" }] });
    const rest = await client.send(
      new ListObjectsV2Command({
        Bucket,
        Delimiter: "/",
        ContinuationToken: first.NextContinuationToken,
      }),
    );
    expect(rest.Contents?.map((object) => object.Key)).toEqual(["\u{FF5E}", "\u{1F600}"]);
  });
});

describe("the S3 stand-in puts parts together", () => {
  const parts = [Buffer.alloc(5 * mebibyte, 1), Buffer.from("the end")];
  const whole = Buffer.concat(parts);

  const send = async (client: S3Client) => {
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({
        Bucket,
        Key,
        ChecksumAlgorithm: "CRC32",
        ChecksumType: "FULL_OBJECT",
      }),
    );
    const sent = [];
    for (const [index, body] of parts.entries()) {
      const part = { Bucket, Key, UploadId, PartNumber: index + 1, Body: body };
      const { ETag, ChecksumCRC32 } = await client.send(new UploadPartCommand(part));
      sent.push({ PartNumber: index + 1, ETag, ChecksumCRC32 });
    }
    return { UploadId, sent };
  };

  it("and answers the checksum of the whole", async () => {
    const client = clientOf(sender(Bucket));
    const { UploadId, sent } = await send(client);
    const done = await client.send(
      new CompleteMultipartUploadCommand({
        Bucket,
        Key,
        UploadId,
        MultipartUpload: { Parts: sent },
        ChecksumCRC32: base64Crc32(whole),
        ChecksumType: "FULL_OBJECT",
        MpuObjectSize: whole.length,
        IfNoneMatch: "*",
      }),
    );
    expect(done).toMatchObject({ ChecksumCRC32: base64Crc32(whole), ChecksumType: "FULL_OBJECT" });
    expect(done.ETag).toMatch(/-2"$/u);
    expect(await s3.sha256(Bucket, Key)).toBe(createHash("sha256").update(whole).digest("hex"));
    expect(s3.uploadCount(Bucket)).toBe(0);
  });

  it.each([
    ["a wrong whole", { ChecksumCRC32: "AAAAAA==" }, "BadDigest"],
    ["a wrong size", { MpuObjectSize: 1 }, "InvalidRequest"],
    [
      "a missing part",
      { MultipartUpload: { Parts: [{ PartNumber: 7, ETag: "x" }] } },
      "InvalidPart",
    ],
  ])("but not %s", async (_, wrong, code) => {
    const client = clientOf(sender(Bucket));
    const { UploadId, sent } = await send(client);
    const complete = { Bucket, Key, UploadId, MultipartUpload: { Parts: sent }, ...wrong };
    await expect(client.send(new CompleteMultipartUploadCommand(complete))).rejects.toMatchObject({
      Code: code,
    });
    expect(s3.objects(Bucket)).toHaveLength(0);
  });

  it("until a lifecycle rule has taken them", async () => {
    const client = clientOf(sender(Bucket));
    const { UploadId, sent } = await send(client);
    await s3.removeUploads(Bucket);
    const complete = { Bucket, Key, UploadId, MultipartUpload: { Parts: sent } };
    await expect(client.send(new CompleteMultipartUploadCommand(complete))).rejects.toMatchObject({
      name: "NoSuchUpload",
    });
  });
});

import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { S3StandIn } from "../../../../src/demo/s3-stand-in.ts";
import type { ObjectStore } from "../../../../src/services/ports/object-store.ts";
import {
  bucket,
  mebibyte,
  put,
  region,
  sendParts,
  sendStream,
  StandInStores,
} from "../../../support/sites/stand-in-store.ts";
import { valueOf } from "../../../support/values/value-of.ts";

async function* brokenPipe() {
  yield await Promise.resolve(Buffer.alloc(6 * mebibyte));
  throw new Error("the pipe broke");
}

const stores = new StandInStores();
let s3: S3StandIn;
let store: ObjectStore;

beforeEach(async () => {
  s3 = await stores.startStandIn();
  store = stores.storeAt(s3.endpoint);
});

afterEach(() => stores.close());

describe("a clock that is wrong", () => {
  it("is set right by the store's, once, and reported", async () => {
    s3.reshape({ clockOffsetMs: -20 * 60_000 });
    const heard: number[] = [];
    const late = stores.storeAt(s3.endpoint, { onClockSkew: (minutes) => heard.push(minutes) });
    valueOf(await put(late, "by hand"));
    const signal = AbortSignal.timeout(20_000);
    valueOf(await late.list({ bucket, prefix: "", maxKeys: 1, signal }));
    expect(heard).toEqual([20]);
    expect(s3.log.map(({ status }) => status)).toEqual([403, 200, 200]);
  });

  it("is set right for all calls that were refused at the same time", async () => {
    s3.reshape({ clockOffsetMs: 20 * 60_000, answerDelayMs: 100 });
    const heard: number[] = [];
    const slow = stores.storeAt(s3.endpoint, { onClockSkew: (minutes) => heard.push(minutes) });
    const sent = await Promise.all(["a", "b", "c"].map((key) => put(slow, key)));
    expect(sent.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(heard).toEqual([-20]);
    expect(s3.objects(bucket)).toHaveLength(3);
  });

  it("is trusted again once somebody has set it right meanwhile", async () => {
    s3.reshape({ clockOffsetMs: 20 * 60_000 });
    const heard: number[] = [];
    const retryRequested = stores.storeAt(s3.endpoint, {
      onClockSkew: (minutes) => heard.push(minutes),
    });
    valueOf(await put(retryRequested, "before"));
    // For the store the same as a clock of this machine that was put right.
    s3.reshape({ clockOffsetMs: 0 });
    valueOf(await put(retryRequested, "after"));
    expect(heard.map(Math.abs)).toEqual([20, 0]);
  });

  it("is set right by a list as well", async () => {
    s3.reshape({ clockOffsetMs: 30 * 60_000 });
    const heard: number[] = [];
    const early = stores.storeAt(s3.endpoint, { onClockSkew: (minutes) => heard.push(minutes) });
    const signal = AbortSignal.timeout(20_000);
    valueOf(await early.list({ bucket, prefix: "", maxKeys: 1, signal }));
    valueOf(await put(early));
    expect(heard).toEqual([-30]);
    expect(s3.log.map(({ status }) => status)).toEqual([403, 200, 200]);
  });
});

describe("the object store", () => {
  it("finds the right region in both of the ways that S3 tells it", async () => {
    const signal = AbortSignal.timeout(20_000);
    const redirecting = await stores.startStandIn({ wrongRegion: "redirect" });
    for (const endpoint of [s3.endpoint, redirecting.endpoint]) {
      const lost = stores.storeAt(endpoint, { address: { region: "us-east-1", endpoint } });
      const error = { code: "WrongRegion", said: "us-east-1", is: region };
      expect(await lost.list({ bucket, prefix: "", maxKeys: 1, signal })).toMatchObject({ error });
      expect(await put(lost)).toMatchObject({ error });
      expect(await lost.checkWrite({ bucket, prefix: "", signal })).toMatchObject({ error });
    }
  });

  it("sends every option with a put, with parts and with a stream", async () => {
    const options = {
      storageClass: "STANDARD_IA",
      sse: "aws:kms:key/1",
      tags: { "für wen": "a&b" },
      metadata: { Patient: "Jürgen", plain: "x" },
      contentType: "text/plain",
    };
    const body = Buffer.alloc(6 * mebibyte);
    const stored = valueOf(await put(store, "put", Buffer.from("x"), options));
    expect(stored.versionId).toMatch(/./u);
    valueOf(await sendStream(store, "stream", ReadableStream.from([body]), options));
    const { complete } = await sendParts(store, "parts", [body], options);
    valueOf(await complete());
    const expected = {
      "content-type": "text/plain",
      "x-amz-storage-class": "STANDARD_IA",
      "x-amz-server-side-encryption": "aws:kms",
      "x-amz-server-side-encryption-aws-kms-key-id": "key/1",
      "x-amz-tagging": "f%C3%BCr%20wen=a%26b",
      "x-amz-meta-patient": `=?UTF-8?B?${Buffer.from("Jürgen").toString("base64")}?=`,
      "x-amz-meta-plain": "x",
    };
    expect(s3.objects(bucket).map(({ key, headers }) => [key, headers])).toEqual([
      ["put", expected],
      ["stream", expected],
      ["parts", expected],
    ]);
  });

  it.each([
    ["AES256", "AES256", undefined],
    ["aws:kms", "aws:kms", undefined],
    ["aws:kms:key/1", "aws:kms", "key/1"],
    ["aws:kms:dsse", "aws:kms:dsse", undefined],
    ["aws:kms:dsse:key/1", "aws:kms:dsse", "key/1"],
  ])("asks for the encryption %s as %s with the key %s", async (sse, algorithm, keyId) => {
    valueOf(await put(store, "k", Buffer.from("x"), { sse }));
    const headers = s3.objects(bucket)[0]?.headers ?? {};
    expect(headers["x-amz-server-side-encryption"]).toBe(algorithm);
    expect(headers["x-amz-server-side-encryption-aws-kms-key-id"]).toBe(keyId);
  });

  it.each(["put", "createUpload"] as const)(
    "learns from the answer to %s that a bucket encrypts with KMS by itself, and hides MD5s",
    async (first) => {
      const signal = AbortSignal.timeout(20_000);
      const kms = await stores.startStandIn({ buckets: [{ name: bucket, region, usesKms: true }] });
      valueOf(await put(stores.storeAt(kms.endpoint), "before"));
      const fresh = stores.storeAt(kms.endpoint);
      const look = async () =>
        valueOf(await fresh.list({ bucket, prefix: "", maxKeys: 9, signal })).objects;
      const md5 = createHash("md5").update("hello").digest("hex");
      expect(await look()).toMatchObject([{ key: "before", etag: expect.not.stringMatching(md5) }]);
      expect((await look())[0]?.isMd5Hidden).toBeUndefined();
      if (first === "put") valueOf(await put(fresh, "before-too"));
      else valueOf(await fresh.createUpload({ bucket, key: "large", options: {}, signal }));
      expect((await look())[0]?.isMd5Hidden).toBe(true);
    },
  );

  it("does not take a bucket for one that encrypts because a file of ours is to be encrypted", async () => {
    valueOf(await put(store, "k", Buffer.from("x"), { sse: "aws:kms" }));
    const signal = AbortSignal.timeout(20_000);
    const { objects } = valueOf(await store.list({ bucket, prefix: "", maxKeys: 1, signal }));
    const [listed] = objects;
    expect(listed?.isMd5Hidden).toBeUndefined();
  });

  it("signs the payload over plain http to another machine", async () => {
    // To the adapter 0.0.0.0 is a machine like any other; the kernel takes it to this one.
    const far = stores.storeAt(s3.endpoint.replace("127.0.0.1", "0.0.0.0"));
    const signal = AbortSignal.timeout(20_000);
    valueOf(await put(far));
    valueOf(await far.list({ bucket, prefix: "", maxKeys: 1, signal }));
    valueOf(await put(store, "near"));
    const payloads = s3.log.map(({ payload }) => payload);
    expect(payloads).toEqual(["signed", "signed", "unsigned"]);
  });

  it("reuses its connections", async () => {
    for (const key of ["a", "b", "c"]) valueOf(await put(store, key));
    expect(await s3.connectionCount()).toBe(1);
  });

  it("tells how much of a body the network has taken, never backwards", async () => {
    const body = Buffer.alloc(3 * mebibyte);
    const sent: number[] = [];
    const signal = AbortSignal.timeout(20_000);
    const params = { bucket, key: "k", body, crc32: crc32(body), options: {}, mustBeNew: true };
    valueOf(await store.put({ ...params, onSent: (bytes) => sent.push(bytes), signal }));
    expect(sent).toEqual(sent.toSorted((a, b) => a - b));
    expect(sent.at(-1)).toBe(body.length);
    expect(sent.length).toBeGreaterThan(5);
  });

  it("lets the source's own error through, and stores nothing", async () => {
    await expect(sendStream(store, "k", brokenPipe())).rejects.toThrow("the pipe broke");
    expect(s3.objects(bucket)).toEqual([]);
  });

  it("repeats the parts of a stream by itself", async () => {
    const does = { kind: "answer", status: 503, code: "SlowDown" } as const;
    s3.inject({ operation: "UploadPart", partNumber: 2, times: 2, does });
    const source = ReadableStream.from([Buffer.alloc(11 * mebibyte, 7)]);
    valueOf(await sendStream(store, "k", source));
    expect(s3.objects(bucket)).toMatchObject([{ sizeBytes: 11 * mebibyte }]);
  });
});

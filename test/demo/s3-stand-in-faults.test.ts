import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startS3StandIn } from "../../src/demo/s3-stand-in.ts";
import type { S3StandIn } from "../../src/demo/s3-stand-in.ts";
import { owner } from "../support/values/s3-people.ts";

const Bucket = "inbox";
let s3: S3StandIn;
let client: S3Client;

const put = (Key: string, Body: string | Buffer = "hello", signal = AbortSignal.timeout(20_000)) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body }), { abortSignal: signal });

const keys = () => s3.objects(Bucket).map(({ key }) => key);

beforeEach(async () => {
  s3 = await startS3StandIn({
    users: [owner],
    buckets: [{ name: Bucket, region: "us-east-1" }],
  });
  client = new S3Client({
    endpoint: s3.endpoint,
    region: "us-east-1",
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: owner.accessKeyId, secretAccessKey: owner.secretAccessKey },
  });
});

afterEach(async () => {
  client.destroy();
  await s3.close();
});

describe("the S3 stand-in fails on demand", () => {
  it("with an answer, so often, for those requests, and then no more", async () => {
    s3.inject({
      operation: "PutObject",
      key: "b",
      skip: 1,
      times: 2,
      does: { kind: "answer", status: 503, code: "SlowDown", retryAfterSeconds: 3 },
    });
    await put("a");
    await put("b");
    await expect(put("b")).rejects.toMatchObject({ Code: "SlowDown" });
    await put("a");
    await expect(put("b")).rejects.toMatchObject({ Code: "SlowDown" });
    await put("b");
    expect(s3.log.map(({ status }) => status)).toEqual([200, 200, 503, 200, 503, 200]);
  });

  it("no more once a fault is taken back", async () => {
    const takeBack = s3.inject({ does: { kind: "answer", status: 500, code: "InternalError" } });
    takeBack();
    await put("a");
    expect(s3.log.map(({ status }) => status)).toEqual([200]);
  });

  it.each([
    ["at the head", { kind: "cut", at: "head" }, []],
    ["in the body", { kind: "cut", at: "body", afterBytes: 2 }, []],
    ["before the answer, with the object stored", { kind: "cut", at: "answer" }, ["k"]],
  ] as const)("by cutting the connection %s", async (_, does, stored) => {
    s3.inject({ does });
    await expect(put("k")).rejects.toThrow();
    expect(keys()).toEqual(stored);
    expect(s3.log[0]?.status).toBeNull();
  });

  it("by stalling until the client gives up", async () => {
    s3.inject({ does: { kind: "stall", afterBytes: 1 } });
    await expect(put("k", "hello", AbortSignal.timeout(80))).rejects.toThrow();
    expect(keys()).toEqual([]);
  });

  it("by answering without end, with the object stored", async () => {
    s3.inject({ does: { kind: "trickle", everyMs: 5 } });
    const leaving = new AbortController();
    const sent = expect(put("k", "hello", leaving.signal)).rejects.toThrow();
    await expect.poll(keys).toEqual(["k"]);
    leaving.abort();
    await sent;
    expect(s3.log[0]?.status).toBeNull();
  });

  it("by being held, after so many others, until it is let go", async () => {
    const held = Promise.withResolvers<void>();
    s3.inject({ operation: "PutObject", skip: 1, does: { kind: "hold", until: held.promise } });
    await put("a");
    const second = put("b");
    await expect.poll(() => s3.log).toHaveLength(2);
    await put("c");
    expect(keys()).toEqual(["a", "c"]);
    held.resolve();
    await second;
    expect(keys()).toEqual(["a", "c", "b"]);
  });

  it("by being held, and not at all when its client goes meanwhile", async () => {
    const held = Promise.withResolvers<void>();
    s3.inject({ operation: "PutObject", does: { kind: "hold", until: held.promise } });
    const leaving = new AbortController();
    const body = Buffer.alloc(1024 * 1024);
    const gone = put("a", body, leaving.signal);
    await expect.poll(() => s3.log[0]?.bodyBytes).toBe(body.length);
    leaving.abort();
    await expect(gone).rejects.toThrow();
    await expect.poll(() => s3.connectionCount()).toBe(0);
    held.resolve();
    await put("b");
    expect(keys()).toEqual(["b"]);
  });

  it("with a wrong ETag", async () => {
    s3.inject({ does: { kind: "wrongETag" } });
    expect((await put("k")).ETag).toBe(`"${"0".repeat(32)}"`);
  });

  it("by going away, and comes back with what it held", async () => {
    await put("a");
    await s3.unplug();
    await expect(put("b")).rejects.toThrow();
    await s3.replug();
    await put("c");
    expect(keys()).toEqual(["a", "c"]);
  });
});

describe("the S3 stand-in is as far away as told", () => {
  it("answers late", async () => {
    s3.reshape({ answerDelayMs: 60 });
    const startedAt = performance.now();
    await put("k");
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(58);
  });

  it("reads each connection at its rate, side by side", async () => {
    s3.reshape({ connectionBytesPerSecond: 1024 * 1024 });
    const body = Buffer.alloc(256 * 1024);
    const longerByFactor = async () => {
      const startedAt = performance.now();
      const timed = async (key: string) => {
        await put(key, body);
        return performance.now() - startedAt;
      };
      const [a, b] = await Promise.all([timed("a"), timed("b")]);
      expect(Math.min(a, b)).toBeGreaterThanOrEqual(240);
      return Math.max(a, b) / Math.min(a, b);
    };
    // One after the other, the second would take as long again, every time; a busy machine may hold one up for once.
    await expect.poll(longerByFactor).toBeLessThan(1.8);
  });

  it("throws bodies away when it keeps no folder", async () => {
    const sink = await startS3StandIn({
      users: [owner],
      buckets: [{ name: Bucket, region: "us-east-1" }],
      folder: null,
    });
    const toSink = new S3Client({
      endpoint: sink.endpoint,
      region: "us-east-1",
      forcePathStyle: true,
      credentials: { accessKeyId: owner.accessKeyId, secretAccessKey: owner.secretAccessKey },
    });
    await toSink.send(new PutObjectCommand({ Bucket, Key: "k", Body: "hello" }));
    expect(sink.objects(Bucket)).toMatchObject([{ key: "k", sizeBytes: 5, files: [] }]);
    toSink.destroy();
    await sink.close();
  });
});

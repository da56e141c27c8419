import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { crc32 } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { closeServer, listenOnLoopback } from "../../../../src/demo/loopback.ts";
import type { S3StandIn } from "../../../../src/demo/s3-stand-in.ts";
import type { S3FaultAction } from "../../../../src/demo/s3/s3-types.ts";
import type { ObjectStore } from "../../../../src/services/ports/object-store.ts";
import {
  bucket,
  mebibyte,
  put,
  sendParts,
  StandInStores,
} from "../../../support/sites/stand-in-store.ts";
import { valueOf } from "../../../support/values/value-of.ts";

/** As a store that never heard of them, and names no ETag of an object of parts. */
const checksumsIgnored = { checksums: "ignored", multipartEtag: "absent" } as const;

const stores = new StandInStores();
let s3: S3StandIn;
let store: ObjectStore;

beforeEach(async () => {
  s3 = await stores.startStandIn();
  store = stores.storeAt(s3.endpoint);
});

afterEach(() => stores.close());

describe("an answer that a put never should get becomes", () => {
  it.each<[string, S3FaultAction, object]>([
    [
      "SlowDown",
      { kind: "answer", status: 503, code: "SlowDown", retryAfterSeconds: 2 },
      { retryAfterMs: 2000 },
    ],
    ["StoreFault", { kind: "answer", status: 500, code: "InternalError" }, {}],
    ["StoreFault", { kind: "answer", status: 409, code: "ConditionalRequestConflict" }, {}],
    ["ChecksumMismatch", { kind: "wrongCrc32" }, { ours: "NhCmhg==", theirs: "AAAAAA==" }],
    ["EndpointUnreachable", { kind: "cut", at: "head" }, { reason: "reset" }],
    ["EndpointUnreachable", { kind: "cut", at: "body", afterBytes: 1 }, { reason: "reset" }],
    ["EndpointUnreachable", { kind: "cut", at: "answer" }, { reason: "reset" }],
  ])("%s: %j", async (code, does, more) => {
    s3.inject({ does });
    expect(await put(store)).toMatchObject({ ok: false, error: { code, ...more } });
  });

  it("ObjectExists on the next attempt, when the answer to the first was lost", async () => {
    s3.inject({ does: { kind: "cut", at: "answer" } });
    await put(store);
    expect(await put(store)).toMatchObject({ ok: false, error: { code: "ObjectExists" } });
  });

  it("a mismatch of the ETag, at a store that gives no checksum and has shown MD5s before", async () => {
    const plain = await stores.startStandIn({ dialect: checksumsIgnored });
    const known = stores.storeAt(plain.endpoint);
    expect(await put(known, "before")).toMatchObject({ value: { proof: "part-md5" } });
    plain.inject({ does: { kind: "wrongETag" } });
    expect(await put(known)).toMatchObject({
      ok: false,
      error: { code: "ChecksumMismatch", theirs: "0".repeat(32) },
    });
  });

  it("no mismatch, at a store whose ETags may be anything", async () => {
    const plain = await stores.startStandIn({ dialect: checksumsIgnored });
    plain.inject({ does: { kind: "wrongETag" } });
    expect(await put(stores.storeAt(plain.endpoint))).toMatchObject({
      value: { proof: "content-md5" },
    });
  });

  it("Stalled, when nothing moves", async () => {
    s3.inject({ does: { kind: "stall", afterBytes: 1 } });
    const impatient = stores.storeAt(s3.endpoint, { idleTimeoutMs: 60 });
    expect(await put(impatient)).toEqual({ ok: false, error: { code: "Stalled", idleMs: 60 } });
  });

  it("is read even when it comes before the body has gone out", async () => {
    const key = "x".repeat(1025);
    const body = Buffer.alloc(32 * mebibyte);
    expect(await put(store, key, body)).toMatchObject({ ok: false, error: { code: "KeyTooLong" } });
  });
});

const sendFrom = async (chunks: () => AsyncIterable<Uint8Array>, signal: AbortSignal) => {
  const key = "pieces";
  const { uploadId } = valueOf(await store.createUpload({ bucket, key, options: {}, signal }));
  const body = { sizeBytes: 2 * mebibyte, chunks };
  const part = { bucket, key, uploadId, partNumber: 1, body, crc32: 0, signal };
  return store.uploadPart(part);
};

async function* quarters() {
  for (let at = 0; at < 8; at += 1) yield await Promise.resolve(Buffer.alloc(mebibyte / 4));
}

describe("a part that is read while it is sent", () => {
  it("fails with the reader's error, and stores nothing", async () => {
    const error = { code: "FileVanished", path: "/gone" };
    async function* chunks() {
      yield await Promise.resolve(Buffer.alloc(mebibyte));
      throw new Error("the file could not be read", { cause: error });
    }
    expect(await sendFrom(chunks, AbortSignal.timeout(20_000))).toEqual({ ok: false, error });
  });

  it("rejects with the signal's reason when its reader waits for it", async () => {
    const controller = new AbortController();
    async function* chunks() {
      yield await Promise.resolve(Buffer.alloc(mebibyte));
      controller.abort(new Error("pause"));
      throw controller.signal.reason;
    }
    await expect(sendFrom(chunks, controller.signal)).rejects.toThrow("pause");
  });

  it("gets an answer that comes before its end", async () => {
    s3.inject({ operation: "UploadPart", does: { kind: "cut", at: "body", afterBytes: 1 } });
    expect(await sendFrom(quarters, AbortSignal.timeout(20_000))).toMatchObject({
      ok: false,
      error: { code: "EndpointUnreachable", reason: "reset" },
    });
  });
});

describe("completing an upload", () => {
  const bodies = [Buffer.alloc(5 * mebibyte, 1), Buffer.from("end")];

  it("fails when the store says so under status 200", async () => {
    const { complete } = await sendParts(store, "parts", bodies);
    s3.inject({ does: { kind: "errorInBody", code: "InternalError", isDone: false } });
    expect(await complete()).toMatchObject({
      ok: false,
      error: { code: "StoreFault", answer: { storeCode: "InternalError" } },
    });
    expect(await s3.sha256(bucket, "parts")).toBeNull();
    valueOf(await complete());
  });

  it("fails when the answer breaks off in the middle", async () => {
    const { complete } = await sendParts(store, "parts", bodies);
    s3.inject({ does: { kind: "cut", at: "withinAnswer" } });
    expect(await complete()).toMatchObject({ ok: false, error: { code: "EndpointUnreachable" } });
  });

  it("starts again after a lost race, and when the parts are gone", async () => {
    const { complete } = await sendParts(store, "parts", bodies);
    s3.inject({ does: { kind: "answer", status: 409, code: "ConditionalRequestConflict" } });
    expect(await complete()).toMatchObject({ ok: false, error: { code: "UploadExpired" } });
    await s3.removeUploads(bucket);
    expect(await complete()).toMatchObject({ ok: false, error: { code: "UploadExpired" } });
  });

  it("finds a checksum of the whole that is not its own", async () => {
    const { complete } = await sendParts(store, "parts", bodies);
    s3.inject({ does: { kind: "wrongCrc32" } });
    expect(await complete()).toMatchObject({ ok: false, error: { code: "ChecksumMismatch" } });
  });
});

describe("a page that is no answer of a store", () => {
  it.each([
    [200, "text/html; charset=utf-8"],
    [200, "text/plain"],
    [503, "text/html"],
  ])("under status %d, as %s, fails each call", async (status, type) => {
    const portal = createHttpServer((request, response) => {
      request.resume().once("end", () => {
        response.writeHead(status, { "content-type": type });
        response.end("<!doctype html><title>Sign in to the network</title><p>Welcome<br>here");
      });
    });
    const port = await listenOnLoopback(portal, 0);
    stores.onClose(() => closeServer(portal));
    const lost = stores.storeAt(`http://127.0.0.1:${port}`);
    const signal = AbortSignal.timeout(20_000);
    const where = { bucket, key: "k", signal };
    const body = Buffer.from("x");
    const part = { uploadId: "u", partNumber: 1, body, crc32: crc32(body) };
    const whole = { uploadId: "u", parts: [], crc32: 0, sizeBytes: 0, mustBeNew: true };
    const results = [
      await put(lost),
      await lost.uploadPart({ ...where, ...part }),
      await lost.createUpload({ ...where, options: {} }),
      await lost.completeUpload({ ...where, ...whole }),
      await lost.list({ bucket, prefix: "", maxKeys: 1, signal }),
    ];
    const codes = results.map((result) => (result.ok ? "delivered" : result.error.code));
    expect(codes).toEqual(Array.from(codes, () => "InterveningAnswer"));
  });
});

describe("a store that is not there", () => {
  it("is EndpointUnreachable: refused", async () => {
    const { endpoint } = s3;
    const { host } = new URL(endpoint);
    await s3.unplug();
    const signal = AbortSignal.timeout(20_000);
    const error = { code: "EndpointUnreachable", host, reason: "refused" };
    const nowhere = stores.storeAt(endpoint);
    expect(await put(nowhere)).toMatchObject({ ok: false, error });
    expect(await nowhere.list({ bucket, prefix: "", maxKeys: 1, signal })).toMatchObject({ error });
    await s3.replug();
  });

  it("is EndpointUnreachable: dns", async () => {
    expect(await put(stores.storeAt("http://no-such-host.invalid"))).toMatchObject({
      ok: false,
      error: { code: "EndpointUnreachable", host: "no-such-host.invalid", reason: "dns" },
    });
  });

  it("is EndpointUnreachable: not https, when it speaks something else", async () => {
    const port = new URL(s3.endpoint).port;
    expect(await put(stores.storeAt(`https://127.0.0.1:${port}`))).toMatchObject({
      ok: false,
      error: { code: "EndpointUnreachable", reason: "not https" },
    });
  });

  it("is EndpointUnreachable: timeout, when the handshake never ends", async () => {
    const silent = createServer(() => {});
    const port = await listenOnLoopback(silent, 0);
    stores.onClose(() => silent.close());
    const impatient = stores.storeAt(`https://127.0.0.1:${port}`, { connectTimeoutMs: 60 });
    expect(await put(impatient)).toMatchObject({
      ok: false,
      error: { code: "EndpointUnreachable", reason: "timeout" },
    });
  });
});

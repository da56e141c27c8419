import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  ObjectStore,
  StoreAddress,
  StoreCredentials,
} from "../../src/services/ports/object-store.ts";
import { createS3ObjectStore } from "../../src/services/adapters/s3/s3-object-store.ts";
import { valueOf } from "../support/value-of.ts";
import type { Verification } from "../../src/domain/transfer.ts";

/** A store under test: a bucket, a key with two rights on it, and what the owner sees. */
export interface StoreUnderTest {
  readonly address: StoreAddress;
  readonly bucket: string;
  /** May put and list, and nothing else. */
  readonly sender: StoreCredentials;
  /** A known key without any right. */
  readonly stranger: StoreCredentials;
  /** What the store can prove of a put and of parts. */
  readonly proof: Verification;
  /** Lower-case hex of the stored bytes, read with the owner's key; null when there is no such object. */
  sha256(key: string): Promise<string | null>;
  /** HTTP requests so far, as the store logged them: `PUT /bucket/key?query`. */
  requests(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const mebibyte = 1024 * 1024;
const options = {};
const hex = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const signal = () => AbortSignal.timeout(30_000);

/** What every object store does for a sender with two rights, whatever is behind it. */
export const objectStoreSuite = (name: string, start: () => Promise<StoreUnderTest>): void => {
  describe(`an object store on ${name}`, () => {
    let under: StoreUnderTest;
    let store: ObjectStore;
    const stores: ObjectStore[] = [];

    const storeFor = (credentials: StoreCredentials, address = under.address) => {
      const made = createS3ObjectStore({ address, credentials });
      stores.push(made);
      return made;
    };

    const put = (key: string, body: Uint8Array, mustBeNew = true) =>
      store.put({
        bucket: under.bucket,
        key,
        body,
        crc32: crc32(body),
        options,
        mustBeNew,
        signal: signal(),
      });

    const part = (key: string, uploadId: string, partNumber: number, body: Uint8Array) =>
      store.uploadPart({
        bucket: under.bucket,
        key,
        uploadId,
        partNumber,
        body,
        crc32: crc32(body),
        signal: signal(),
      });

    const list = (from: ObjectStore, prefix = "", maxKeys = 1000, bucket = under.bucket) =>
      from.list({ bucket, prefix, maxKeys, signal: signal() });

    beforeAll(async () => {
      under = await start();
      store = storeFor(under.sender);
    }, 120_000);

    afterAll(async () => {
      for (const made of stores) made.close();
      await under.close();
    });

    it("stores bytes that the owner reads back unchanged, and says how that is proved", async () => {
      const body = randomBytes(300_000);
      const stored = valueOf(await put("plain/a.bin", body));
      expect(await under.sha256("plain/a.bin")).toBe(hex(body));
      expect(stored.proof).toBe(under.proof);
      expect(stored.etag).toBe(createHash("md5").update(body).digest("hex"));
      expect(stored.requestId).toMatch(/./u);
    });

    it("stores nothing at all as an empty object", async () => {
      valueOf(await put("plain/empty", new Uint8Array()));
      expect(await under.sha256("plain/empty")).toBe(hex(new Uint8Array()));
    });

    it.each([
      ["spaces and marks", "names/a b+c&d=e?f#g%20!'()*~;:@$,.txt"],
      ["other alphabets", "names/Überführung/資料/🗂️.pdf"],
      ["dots and doubled slashes", "names/..//./x"],
      ["quotes and brackets", 'names/"<a>"\\{b}|^`.txt'],
    ])("keeps keys with %s", async (_, key) => {
      const body = Buffer.from(key);
      valueOf(await put(key, body));
      expect(await under.sha256(key)).toBe(hex(body));
      const listed = valueOf(await list(store, key));
      expect(listed.map((object) => object.key)).toEqual([key]);
    });

    it("lists by prefix, in order, no more than asked, after a key", async () => {
      for (const key of ["list/b", "list/a", "list/c"]) valueOf(await put(key, Buffer.from(key)));
      const all = valueOf(await list(store, "list/"));
      expect(all.map(({ key, sizeBytes }) => [key, sizeBytes])).toEqual([
        ["list/a", 6],
        ["list/b", 6],
        ["list/c", 6],
      ]);
      expect(Math.abs((all[0]?.modifiedAtMs ?? 0) - Date.now())).toBeLessThan(60_000);
      expect(all[0]?.etag).toBe(createHash("md5").update("list/a").digest("hex"));
      expect(valueOf(await list(store, "list/", 1))).toHaveLength(1);
      const { bucket } = under;
      const query = { bucket, prefix: "list/", maxKeys: 9, startAfter: "list/b", signal: signal() };
      const after = valueOf(await store.list(query));
      expect(after.map(({ key }) => key)).toEqual(["list/c"]);
    });

    it("never writes over an object unless told to", async () => {
      valueOf(await put("once", Buffer.from("first")));
      expect(await put("once", Buffer.from("second"))).toMatchObject({
        ok: false,
        error: { code: "ObjectExists", bucket: under.bucket, key: "once" },
      });
      expect(await under.sha256("once")).toBe(hex(Buffer.from("first")));
      valueOf(await put("once", Buffer.from("second"), false));
      expect(await under.sha256("once")).toBe(hex(Buffer.from("second")));
    });

    it("puts parts together, sent in any order and one of them twice", async () => {
      const key = "large/parts.bin";
      const bodies = [randomBytes(5 * mebibyte), randomBytes(5 * mebibyte), randomBytes(70_001)];
      const whole = Buffer.concat(bodies);
      const { bucket } = under;
      const { uploadId } = valueOf(
        await store.createUpload({ bucket, key, options, signal: signal() }),
      );
      const numbered = bodies.map((body, index) => ({ body, partNumber: index + 1 }));
      const sent = new Map<number, string>();
      for (const { body, partNumber } of [...numbered.toReversed(), ...numbered.slice(0, 1)]) {
        const stored = valueOf(await part(key, uploadId, partNumber, body));
        expect(stored.proof).toBe(under.proof);
        sent.set(partNumber, stored.etag);
      }
      expect(await under.sha256(key)).toBeNull();
      const parts = numbered.map(({ body, partNumber }) => ({
        partNumber,
        etag: sent.get(partNumber) ?? "",
        crc32: crc32(body),
      }));
      const done = valueOf(
        await store.completeUpload({
          bucket,
          key,
          uploadId,
          parts,
          crc32: crc32(whole),
          sizeBytes: whole.length,
          mustBeNew: true,
          signal: signal(),
        }),
      );
      expect(done.proof).toBe(under.proof);
      expect(await under.sha256(key)).toBe(hex(whole));
    });

    it("says UploadExpired for an upload that the store does not know", async () => {
      expect(await part("gone", "2~never-was-one", 1, Buffer.from("x"))).toMatchObject({
        ok: false,
        error: { code: "UploadExpired" },
      });
    });

    it.each([
      ["nothing", []],
      ["less than a part", [1000]],
      ["several parts", [4 * mebibyte, 7 * mebibyte, 3]],
    ])("takes a stream of %s", async (_, sizes) => {
      const key = `stream/${sizes.length}`;
      const chunks = sizes.map((size) => randomBytes(size));
      const acknowledged: number[] = [];
      const stored = valueOf(
        await store.uploadStream({
          bucket: under.bucket,
          key,
          source: ReadableStream.from(chunks),
          partBytes: 5 * mebibyte,
          options,
          mustBeNew: true,
          onProgress: (bytes) => acknowledged.push(bytes),
          signal: signal(),
        }),
      );
      const whole = Buffer.concat(chunks);
      expect(stored.bytes).toBe(whole.length);
      expect(stored.proof).toBe(under.proof);
      expect(acknowledged.at(-1)).toBe(whole.length);
      expect(await under.sha256(key)).toBe(hex(whole));
    });

    it("stops a stream at once when told, without aborting the upload at the store", async () => {
      const controller = new AbortController();
      const endless = async function* () {
        for (;;) yield await Promise.resolve(randomBytes(mebibyte));
      };
      const upload = store.uploadStream({
        bucket: under.bucket,
        key: "stream/endless",
        source: endless(),
        partBytes: 5 * mebibyte,
        options,
        mustBeNew: true,
        onProgress: () => controller.abort(new Error("enough")),
        signal: controller.signal,
      });
      await expect(upload).rejects.toThrow("enough");
      expect(await under.sha256("stream/endless")).toBeNull();
    });

    it("rejects with the signal's reason when a put is aborted", async () => {
      const controller = new AbortController();
      const body = randomBytes(8 * mebibyte);
      const put = store.put({
        bucket: under.bucket,
        key: "aborted",
        body,
        crc32: crc32(body),
        options,
        mustBeNew: true,
        onSent: () => controller.abort(new Error("changed my mind")),
        signal: controller.signal,
      });
      await expect(put).rejects.toThrow("changed my mind");
      expect(await under.sha256("aborted")).toBeNull();
    });

    it("proves the right to write, and leaves nothing behind", async () => {
      const { bucket } = under;
      const check = (from: ObjectStore) =>
        from.checkWrite({ bucket, prefix: "check/", signal: signal() });
      expect(valueOf(await check(store))).toBe("granted");
      expect(valueOf(await list(store, "check/"))).toEqual([]);
      expect(await check(storeFor(under.stranger))).toMatchObject({
        ok: false,
        error: { code: "AccessDenied", right: "write", bucket },
      });
    });

    it("tells apart a key without rights, an unknown key, a wrong secret and a missing bucket", async () => {
      const codes = await Promise.all([
        list(storeFor(under.stranger)),
        list(storeFor({ ...under.sender, accessKeyId: "AKIANOBODY0000000000" })),
        list(storeFor({ ...under.sender, secretAccessKey: "guessed" })),
        list(store, "", 1, "no-such-bucket-anywhere"),
      ]);
      expect(codes.map((result) => (result.ok ? "ok" : result.error))).toMatchObject([
        { code: "AccessDenied", right: "list" },
        { code: "InvalidAccessKey" },
        { code: "WrongSecret" },
        { code: "NoSuchBucket", bucket: "no-such-bucket-anywhere" },
      ]);
    });

    it("asks the store for nothing but list, put and multipart put", async () => {
      const requests = await under.requests();
      expect(requests.length).toBeGreaterThan(30);
      const allowed = [
        /^GET \/[^/?]+\/?\?(?=.*list-type=2)/u,
        /^PUT \/[^/?]+\/[^?]+(\?x-id=PutObject)?$/u,
        /^PUT \/[^?]+\?(?=.*partNumber=\d+)(?=.*uploadId=)/u,
        /^POST \/[^?]+\?uploads=?$/u,
        /^POST \/[^?]+\?(x-id=\w+&)?uploadId=/u,
      ];
      const others = requests.filter((line) => !allowed.some((form) => form.test(line)));
      expect(others).toEqual([]);
    });
  });
};

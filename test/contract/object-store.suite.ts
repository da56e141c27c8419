import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  ListPage,
  ObjectStore,
  StoreCredentials,
} from "../../src/services/ports/object-store.ts";
import { createS3ObjectStore } from "../../src/services/adapters/s3/s3-object-store.ts";
import { valueOf } from "../support/values/value-of.ts";
import type { StoreAbilities, StoreUnderTest } from "../support/sites/store-under-test.ts";
import { largeObjectTests } from "./object-store-large.suite.ts";

const mebibyte = 1024 * 1024;
const options = {};
const hex = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const signal = () => AbortSignal.timeout(30_000);

/**
 * What every object store does for a sender with two rights, whatever is behind it; `abilities` says where a store
 * cannot.
 */
export const objectStoreSuite = (
  name: string,
  abilities: StoreAbilities,
  start: () => Promise<StoreUnderTest>,
): void => {
  describe(`an object store on ${name}`, () => {
    let under: StoreUnderTest;
    let store: ObjectStore;
    const stores: ObjectStore[] = [];

    const storeFor = (credentials: StoreCredentials, address = under.address) => {
      const { environment } = under;
      const made = createS3ObjectStore({
        address,
        credentials,
        ...(environment && { environment }),
      });
      stores.push(made);
      return made;
    };

    // Where a condition is refused, whoever uses the store has to do without one.
    const canBeNew = abilities.putCondition !== "refused";

    const put = (key: string, body: Uint8Array, mustBeNew = canBeNew) =>
      store.put({
        bucket: under.bucket,
        key,
        body,
        crc32: crc32(body),
        options,
        mustBeNew,
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
      await under?.close();
    });

    it("stores bytes that the owner reads back unchanged, and says how that is proved", async () => {
      const body = randomBytes(300_000);
      const stored = valueOf(await put("plain/a.bin", body));
      expect(await under.sha256("plain/a.bin")).toBe(hex(body));
      expect(abilities.proofs).toContain(stored.proof);
      const md5 = createHash("md5").update(body).digest("hex");
      expect(stored.etag === md5).toBe(abilities.isEtagMd5);
      expect(stored.requestId !== null).toBe(abilities.namesRequests);
    });

    it("stores nothing at all as an empty object", async () => {
      valueOf(await put("plain/empty", new Uint8Array()));
      expect(await under.sha256("plain/empty")).toBe(hex(new Uint8Array()));
    });

    it.each<readonly [what: string, key: string]>([
      ["spaces and marks", "names/a b+c&d=e?f#g%20!'()*~;:@$,.txt"],
      ["other alphabets", "names/Überführung/資料/🗂️.pdf"],
      ["quotes and brackets", 'names/"<a>"\\{b}|^`.txt'],
      ...(abilities.keepsAnyKey ? [["dots and doubled slashes", "names/..//./x"] as const] : []),
    ])("keeps keys with %s", async (_, key) => {
      const body = Buffer.from(key);
      valueOf(await put(key, body));
      expect(await under.sha256(key)).toBe(hex(body));
      const listed = valueOf(await list(store, key));
      expect(listed.objects.map((object) => object.key)).toEqual([key]);
    });

    it("lists by prefix, in order, no more than asked, after a key", async () => {
      for (const key of ["list/b", "list/a", "list/c"]) valueOf(await put(key, Buffer.from(key)));
      const { objects: all } = valueOf(await list(store, "list/"));
      expect(all.map(({ key, sizeBytes }) => [key, sizeBytes])).toEqual([
        ["list/a", 6],
        ["list/b", 6],
        ["list/c", 6],
      ]);
      expect(Math.abs((all[0]?.modifiedAtMs ?? 0) - Date.now())).toBeLessThan(60_000);
      const md5 = createHash("md5").update("list/a").digest("hex");
      expect(all[0]?.etag === md5).toBe(abilities.isEtagMd5);
      expect(valueOf(await list(store, "list/", 1)).objects).toHaveLength(1);
      const { bucket } = under;
      const query = { bucket, prefix: "list/", maxKeys: 9, startAfter: "list/b", signal: signal() };
      const after = valueOf(await store.list(query));
      expect(after.objects.map(({ key }) => key)).toEqual(["list/c"]);
      expect(after.next).toBeNull();
    });

    it("lists page after page", async () => {
      const keys = ["pages/a", "pages/b", "pages/c"];
      for (const key of keys) valueOf(await put(key, Buffer.from(key)));
      const found: string[] = [];
      let next: string | null = null;
      do {
        const query = { bucket: under.bucket, prefix: "pages/", maxKeys: 1, signal: signal() };
        const more = next === null ? {} : { continuation: next };
        const page: ListPage = valueOf(await store.list({ ...query, ...more }));
        found.push(...page.objects.map(({ key }) => key));
        ({ next } = page);
      } while (next !== null && found.length <= keys.length);
      expect(found).toEqual(keys);
    });

    it("writes over an object when told to", async () => {
      valueOf(await put("twice", Buffer.from("first")));
      valueOf(await put("twice", Buffer.from("second"), false));
      expect(await under.sha256("twice")).toBe(hex(Buffer.from("second")));
    });

    const condition = abilities.putCondition === "honoured" ? ["If-None-Match"] : [];
    it.each(condition)("never writes over an object unless told to, by %s", async () => {
      valueOf(await put("once", Buffer.from("first")));
      expect(await put("once", Buffer.from("second"))).toMatchObject({
        ok: false,
        error: { code: "ObjectExists", bucket: under.bucket, key: "once" },
      });
      expect(await under.sha256("once")).toBe(hex(Buffer.from("first")));
    });

    largeObjectTests(abilities, () => ({ under, store }));

    it("rejects with the signal's reason when a put is aborted", async () => {
      const controller = new AbortController();
      const body = randomBytes(8 * mebibyte);
      const put = store.put({
        bucket: under.bucket,
        key: "aborted",
        body,
        crc32: crc32(body),
        options,
        mustBeNew: canBeNew,
        onSent: () => controller.abort(new Error("changed my mind")),
        signal: controller.signal,
      });
      await expect(put).rejects.toThrow("changed my mind");
      expect(await under.sha256("aborted")).toBeNull();
    });

    it("finds out about the right to write, and leaves nothing behind", async () => {
      const { bucket, stranger } = under;
      const check = (from: ObjectStore) =>
        from.checkWrite({ bucket, prefix: "check/", signal: signal() });
      expect(valueOf(await check(store))).toBe(abilities.writeCheck);
      expect(valueOf(await list(store, "check/")).objects).toEqual([]);
      if (stranger === null) return;
      expect(await check(storeFor(stranger))).toMatchObject({
        ok: false,
        error: { code: "AccessDenied", right: "write", bucket },
      });
    });

    const refused = abilities.refusals.stranger === null ? [] : [abilities.refusals.stranger];
    it.each(refused)("says %s of a stream that had more to give", async (code) => {
      const { bucket, stranger } = under;
      if (stranger === null) throw new Error("who is refused, if there is no stranger?");
      const longSource = async function* () {
        for (let count = 0; count < 40; count += 1)
          yield await Promise.resolve(randomBytes(mebibyte));
      };
      const streamed = await storeFor(stranger).uploadStream({
        bucket,
        key: "stream/refused",
        source: longSource(),
        partBytes: 5 * mebibyte,
        options,
        mustBeNew: canBeNew,
        onProgress: () => {},
        signal: signal(),
      });
      expect(streamed).toMatchObject({ ok: false, error: { code } });
    });

    it("tells apart a key without rights, an unknown key, a wrong secret and a missing bucket", async () => {
      const codeOf = async (from: ObjectStore, bucket = under.bucket) => {
        const listed = await list(from, "", 1, bucket);
        return listed.ok ? null : listed.error.code;
      };
      const { sender, stranger } = under;
      const { refusals } = abilities;
      expect({
        stranger: stranger === null ? null : await codeOf(storeFor(stranger)),
        unknownKey: await codeOf(storeFor({ ...sender, accessKeyId: "AKIANOBODY0000000000" })),
        wrongSecret: await codeOf(storeFor({ ...sender, secretAccessKey: "guessed" })),
      }).toEqual(refusals);
      expect(await codeOf(store, "no-such-bucket-anywhere")).toBe("NoSuchBucket");
    });

    it("asks the store for nothing but list, put and multipart put", async () => {
      const requests = await under.requests();
      expect(requests.length).toBeGreaterThan(30);
      const lists = {
        v2: /^GET \/[^/?]+\/?\?(?=.*list-type=2)/u,
        // What is learned is that it knows no other: the first one asks for the newer kind.
        v1: /^GET \/[^/?]+\/?\?(?=.*max-keys=)/u,
      };
      const allowed = [
        lists[abilities.listing],
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

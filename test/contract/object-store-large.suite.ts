import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { expect, it } from "vitest";
import type { ObjectStore, StoredPart } from "../../src/services/ports/object-store.ts";
import { valueOf } from "../support/values/value-of.ts";
import type { StoreAbilities, StoreUnderTest } from "../support/sites/store-under-test.ts";

interface Scene {
  readonly under: StoreUnderTest;
  readonly store: ObjectStore;
}

const mebibyte = 1024 * 1024;
const options = {};
const hex = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const signal = () => AbortSignal.timeout(30_000);

const sendPart = (
  { under, store }: Scene,
  key: string,
  uploadId: string,
  partNumber: number,
  body: Uint8Array,
) =>
  store.uploadPart({
    bucket: under.bucket,
    key,
    uploadId,
    partNumber,
    body,
    crc32: crc32(body),
    signal: signal(),
  });

/** Parts, parts read while they are sent, and streams. */
export const largeObjectTests = (abilities: StoreAbilities, scene: () => Scene): void => {
  const canBeNew = abilities.completeCondition !== "refused";
  // A short stream is a put.
  const isStreamNew = canBeNew && abilities.putCondition !== "refused";
  it("puts parts together, sent in any order and one of them twice", async () => {
    const { under, store } = scene();
    const key = "large/parts.bin";
    const bodies = [randomBytes(5 * mebibyte), randomBytes(5 * mebibyte), randomBytes(70_001)];
    const whole = Buffer.concat(bodies);
    const { bucket } = under;
    const { uploadId } = valueOf(
      await store.createUpload({ bucket, key, options, signal: signal() }),
    );
    const numbered = bodies.map((body, index) => ({ body, partNumber: index + 1 }));
    const sent = new Map<number, StoredPart>();
    for (const { body, partNumber } of [...numbered.toReversed(), ...numbered.slice(0, 1)]) {
      const stored = valueOf(await sendPart(scene(), key, uploadId, partNumber, body));
      expect(abilities.proofs).toContain(stored.proof);
      sent.set(partNumber, stored);
    }
    expect(await under.sha256(key)).toBeNull();
    const parts = numbered.map(({ body, partNumber }) => ({
      partNumber,
      crc32: crc32(body),
      ...(sent.get(partNumber) ?? { etag: "", proof: "none" as const }),
    }));
    const done = valueOf(
      await store.completeUpload({
        bucket,
        key,
        uploadId,
        parts,
        crc32: crc32(whole),
        sizeBytes: whole.length,
        mustBeNew: canBeNew,
        signal: signal(),
      }),
    );
    // Without a checksum of the whole, its parts are the proof.
    expect(done.crc32 === null ? ["none"] : abilities.wholeProofs).toContain(done.proof);
    expect(await under.sha256(key)).toBe(hex(whole));
  });

  it("takes a part that is read while it is sent, its buffer used again and again", async () => {
    const { under, store } = scene();
    const key = "large/pieces.bin";
    const body = randomBytes(3 * mebibyte + 17);
    const { bucket } = under;
    const { uploadId } = valueOf(
      await store.createUpload({ bucket, key, options, signal: signal() }),
    );
    async function* chunks() {
      const buffer = Buffer.alloc(256 * 1024);
      for (let at = 0; at < body.length; at += buffer.length) {
        const count = body.copy(buffer, 0, at);
        yield await Promise.resolve(buffer.subarray(0, count));
      }
    }
    const sum = crc32(body);
    const sent: number[] = [];
    const stored = valueOf(
      await store.uploadPart({
        bucket,
        key,
        uploadId,
        partNumber: 1,
        body: { sizeBytes: body.length, chunks },
        crc32: sum,
        onSent: (bytes) => sent.push(bytes),
        signal: signal(),
      }),
    );
    expect(abilities.proofs).toContain(stored.proof);
    expect(sent.at(-1)).toBe(body.length);
    const parts = [{ partNumber: 1, crc32: sum, ...stored }];
    const whole = { parts, crc32: sum, sizeBytes: body.length, mustBeNew: canBeNew };
    valueOf(await store.completeUpload({ bucket, key, uploadId, ...whole, signal: signal() }));
    expect(await under.sha256(key)).toBe(hex(body));
  });

  const unknown = abilities.knowsItsUploads ? ["UploadExpired"] : [];
  it.each(unknown)("says %s for an upload that the store does not know", async (code) => {
    expect(await sendPart(scene(), "gone", "2~never-was-one", 1, Buffer.from("x"))).toMatchObject({
      ok: false,
      error: { code },
    });
  });

  it.each([
    ["nothing", [], abilities.proofs],
    ["less than a part", [1000], abilities.proofs],
    ["several parts", [4 * mebibyte, 7 * mebibyte, 3], abilities.wholeProofs],
  ] as const)("takes a stream of %s", async (_, sizes, proofs) => {
    const { under, store } = scene();
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
        mustBeNew: isStreamNew,
        onProgress: (bytes) => acknowledged.push(bytes),
        signal: signal(),
      }),
    );
    const whole = Buffer.concat(chunks);
    expect(stored.bytes).toBe(whole.length);
    expect(stored.sentCrc32).toBe(crc32(whole));
    expect(proofs).toContain(stored.proof);
    expect(acknowledged.at(-1)).toBe(whole.length);
    expect(await under.sha256(key)).toBe(hex(whole));
  });

  it("stops a stream at once when told, without aborting the upload at the store", async () => {
    const { under, store } = scene();
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
      mustBeNew: isStreamNew,
      onProgress: () => controller.abort(new Error("enough")),
      signal: controller.signal,
    });
    await expect(upload).rejects.toThrow("enough");
    expect(await under.sha256("stream/endless")).toBeNull();
  });
};

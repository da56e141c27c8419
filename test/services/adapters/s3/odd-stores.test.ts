import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { crc32ToBase64 } from "../../../../src/domain/crc32-combine.ts";
import type { StoreAbilities } from "../../../../src/domain/store-abilities.ts";
import type { ObjectStore } from "../../../../src/services/ports/object-store.ts";
import {
  openOddStore,
  refusal,
  type OddAnswer,
  type OddRequest,
  oddBucket as bucket,
  hello as body,
  helloMd5 as md5,
  s3Sign as sign,
  takenHello as taken,
  putHello,
} from "../../../support/sites/odd-store.ts";
import { valueOf } from "../../../support/values/value-of.ts";

const signal = () => AbortSignal.timeout(20_000);

/** A list that shows one object. */
const listed = (key: string): OddAnswer => ({
  body: `<ListBucketResult><Contents><Key>${key}</Key><Size>5</Size><LastModified>2026-11-30T00:00:00Z</LastModified></Contents></ListBucketResult>`,
});

const refuseTaken = ({ method }: OddRequest) =>
  method === "GET" ? listed("k") : refusal(412, "PreconditionFailed");

describe("what a store is seen to do", () => {
  it.each<[string, OddAnswer, Partial<StoreAbilities>, string]>([
    [
      "answers the CRC32",
      { headers: { ...taken.headers, "x-amz-checksum-crc32": crc32ToBase64(crc32(body)) } },
      { checksum: "answered", etag: "unknown" },
      "crc32-full-object",
    ],
    ["answers an MD5 as its ETag", taken, { checksum: "ignored", etag: "md5" }, "part-md5"],
    [
      "answers it in capitals",
      { headers: { ...sign, etag: `"${md5.toUpperCase()}"` } },
      { etag: "md5" },
      "part-md5",
    ],
    [
      "answers it through a proxy that compresses",
      { headers: { ...sign, etag: `W/"${md5}"` } },
      { etag: "md5" },
      "part-md5",
    ],
    [
      "answers it through a proxy that names its encoding",
      { headers: { ...sign, etag: `"${md5}-gzip"` } },
      { etag: "md5" },
      "part-md5",
    ],
    [
      "answers another ETag",
      { headers: { ...sign, etag: `"${"0".repeat(32)}"` } },
      { etag: "other" },
      "content-md5",
    ],
    [
      "answers no MD5",
      { headers: { ...sign, etag: '"v-17"' } },
      { etag: "unknown" },
      "content-md5",
    ],
    ["answers nothing", { headers: sign }, { checksum: "ignored", etag: "unknown" }, "content-md5"],
    [
      "calls its empty answer a page",
      { headers: { "content-type": "text/html; charset=UTF-8", etag: md5 } },
      { etag: "md5" },
      "part-md5",
    ],
  ])("%s: proved by the strongest that there is", async (_, answer, abilities, proof) => {
    const { store, requests } = await openOddStore(() => answer);
    expect(valueOf(await putHello(store)).proof).toBe(proof);
    expect(store.abilities(bucket)).toMatchObject(abilities);
    expect(requests).toHaveLength(1);
  });

  it("is remembered by endpoint and bucket, and looked up by the next", async () => {
    const kept = new Map<string, StoreAbilities>();
    const memory = {
      recall: ({ bucket: of }: { readonly bucket: string }) => kept.get(of) ?? null,
      remember: ({ bucket: of }: { readonly bucket: string }, seen: StoreAbilities) =>
        void kept.set(of, seen),
    };
    const first = await openOddStore(refuseTaken, { memory });
    await putHello(first.store, { mustBeNew: true });
    expect(kept.get(bucket)?.condition).toBe("honoured");
    const second = await openOddStore(refuseTaken, { memory });
    expect(second.store.abilities(bucket).condition).toBe("honoured");
    expect(second.store.abilities("another").condition).toBe("unknown");
  });

  it.each([304, 412])("says by %d that it refuses to write over an object", async (status) => {
    const { store } = await openOddStore(({ method }) =>
      method === "GET" ? listed("k") : { status, headers: sign },
    );
    expect(await putHello(store, { mustBeNew: true })).toMatchObject({
      error: { code: "ObjectExists" },
    });
    expect(store.abilities(bucket).condition).toBe("honoured");
  });

  it.each([304, 412])("is not believed by %d where a list shows nothing", async (status) => {
    const { store, requests } = await openOddStore(({ method }) =>
      method === "GET" ? listed("k-of-another") : { status, headers: sign },
    );
    expect(await putHello(store, { mustBeNew: true })).toMatchObject({
      error: { code: "ConditionUnsupported" },
    });
    expect(store.abilities(bucket).condition).toBe("refused");
    expect(requests.map(({ method }) => method)).toEqual(["PUT", "GET"]);
  });

  it("is believed where a list shows the key behind an empty page", async () => {
    const empty = `<ListBucketResult><Name>inbox</Name><KeyCount>0</KeyCount><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken></ListBucketResult>`;
    const { store } = await openOddStore(({ method, query }) => {
      if (method !== "GET") return refusal(412, "PreconditionFailed");
      return query.has("continuation-token") ? listed("k") : { body: empty };
    });
    expect(await putHello(store, { mustBeNew: true })).toMatchObject({
      error: { code: "ObjectExists" },
    });
  });

  it("is believed where no list can be had", async () => {
    const { store } = await openOddStore(({ method }) =>
      method === "GET" ? refusal(403, "AccessDenied") : refusal(412, "PreconditionFailed"),
    );
    expect(await putHello(store, { mustBeNew: true })).toMatchObject({
      error: { code: "ObjectExists" },
    });
    expect(store.abilities(bucket).condition).toBe("unknown");
  });
});

describe("the end of an upload in parts", () => {
  const parts = [
    { partNumber: 1, etag: "a", crc32: 1, proof: "crc32-full-object" },
    { partNumber: 2, etag: "b", crc32: 2, proof: "crc32-full-object" },
  ] as const;
  const composite = crc32ToBase64(crc32(Buffer.from([0, 0, 0, 1, 0, 0, 0, 2])));
  const complete = (store: ObjectStore, mustBeNew = false) =>
    store.completeUpload({
      bucket,
      key: "k",
      uploadId: "u",
      parts,
      crc32: 7,
      sizeBytes: 9,
      mustBeNew,
      signal: signal(),
    });

  it.each([
    ["k", "ObjectExists"],
    ["k-of-another", "ConditionUnsupported"],
  ])("that a store refuses as taken, while a list shows %s, is %s", async (key, code) => {
    const { store } = await openOddStore(({ method }) =>
      method === "GET" ? listed(key) : refusal(412, "PreconditionFailed"),
    );
    expect(await complete(store, true)).toMatchObject({ error: { code } });
  });

  it.each([
    [crc32ToBase64(7), "crc32-full-object"],
    [`${composite}-2`, "crc32-composite"],
    [composite, "crc32-composite"],
  ])("is proved by %s as %s", async (sum, proof) => {
    const said = `<CompleteMultipartUploadResult><ETag>"x-2"</ETag><ChecksumCRC32>${sum}</ChecksumCRC32></CompleteMultipartUploadResult>`;
    const { store } = await openOddStore(() => ({ body: said }));
    expect(valueOf(await complete(store)).proof).toBe(proof);
  });

  it("names no sums where the parts were answered without", async () => {
    const said = `<CompleteMultipartUploadResult><ETag>"x-2"</ETag></CompleteMultipartUploadResult>`;
    const { store, requests } = await openOddStore(() => ({ body: said }));
    const whole = { bucket, key: "k", uploadId: "u", crc32: 7, sizeBytes: 9, mustBeNew: false };
    const plain = parts.map((part) => ({ ...part, proof: "content-md5" }) as const);
    valueOf(await store.completeUpload({ ...whole, parts: plain, signal: signal() }));
    expect(requests[0]?.body.toString()).not.toContain("Checksum");
    expect(requests[0]?.headers).not.toHaveProperty("x-amz-checksum-crc32");
  });

  it("is damage where neither sum is ours", async () => {
    const said = `<CompleteMultipartUploadResult><ETag>"x-2"</ETag><ChecksumCRC32>AAAAAA==-2</ChecksumCRC32></CompleteMultipartUploadResult>`;
    const { store } = await openOddStore(() => ({ body: said }));
    expect(await complete(store)).toMatchObject({ error: { code: "ChecksumMismatch" } });
  });
});

async function* endless() {
  for (;;) yield Buffer.alloc(1024 * 1024);
}

describe("a stream", () => {
  it("ends with the answer of the store, though its source had more to give", async () => {
    const { store } = await openOddStore(() => refusal(403, "AccessDenied"));
    const sent = await store.uploadStream({
      bucket,
      key: "k",
      source: endless(),
      partBytes: 5 * 1024 * 1024,
      options: {},
      mustBeNew: false,
      onProgress: () => {},
      signal: signal(),
    });
    expect(sent).toMatchObject({ ok: false, error: { code: "AccessDenied" } });
  });
});

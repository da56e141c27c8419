import { describe, expect, it } from "vitest";
import {
  openOddStore,
  oddBucket as bucket,
  takenHello as taken,
  type OddAnswer,
} from "../../../support/sites/odd-store.ts";
import { valueOf } from "../../../support/values/value-of.ts";

const created = (headers: Record<string, string>): OddAnswer => ({
  headers,
  body: "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>",
});

const signal = () => AbortSignal.timeout(20_000);
const part = { partNumber: 1, body: Buffer.from("hello"), crc32: 0x3610a686, signal: signal() };

/** Begins an upload at a store that answers so, and gives what guarded its first part. */
const firstPart = async (headers: Record<string, string>) => {
  const { store, requests } = await openOddStore(({ method }) =>
    method === "POST" ? created(headers) : taken,
  );
  const upload = { bucket, key: "k", options: {}, signal: signal() };
  const { uploadId } = valueOf(await store.createUpload(upload));
  const begun = store.abilities(bucket).checksum;
  valueOf(await store.uploadPart({ bucket, key: "k", uploadId, ...part }));
  const sent = requests.at(-1)?.headers ?? {};
  return {
    begun,
    hasMd5: sent["content-md5"] !== undefined,
    hasCrc32: sent["x-amz-checksum-crc32"] !== undefined,
    seen: store.abilities(bucket).checksum,
  };
};

describe("the answer to the beginning of an upload", () => {
  it("tells that the store looks at CRC32: no part needs an MD5 besides", async () => {
    const answer = await firstPart({ "x-amz-checksum-algorithm": "CRC32" });
    expect(answer).toMatchObject({ begun: "answered", hasMd5: false, hasCrc32: true });
  });

  it.each([
    ["says nothing of it", {}],
    ["names another sum", { "x-amz-checksum-algorithm": "SHA256" }],
  ])("tells nothing where it %s", async (_, headers) => {
    const answer = await firstPart(headers);
    expect(answer).toMatchObject({ begun: "unknown", hasMd5: true, hasCrc32: true });
  });

  it("counts less than the answer to a part", async () => {
    expect((await firstPart({ "x-amz-checksum-algorithm": "CRC32" })).seen).toBe("ignored");
  });
});

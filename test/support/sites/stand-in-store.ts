import { crc32 } from "node:zlib";
import { startS3StandIn } from "../../../src/demo/s3-stand-in.ts";
import type { S3StandIn, S3StandInOptions } from "../../../src/demo/s3-stand-in.ts";
import type { UploadOptions } from "../../../src/domain/transfer.ts";
import { createS3ObjectStore } from "../../../src/services/adapters/s3/s3-object-store.ts";
import type { S3ObjectStoreOptions } from "../../../src/services/adapters/s3/s3-object-store.ts";
import type { CompletedPart, ObjectStore } from "../../../src/services/ports/object-store.ts";
import { sender } from "../values/s3-people.ts";
import { valueOf } from "../values/value-of.ts";

export const bucket = "inbox";
export const region = "eu-central-1";
export const mebibyte = 1024 * 1024;

/** Stand-ins and stores of one test, closed together. */
export class StandInStores {
  readonly #closers: (() => unknown)[] = [];

  async startStandIn(more: Partial<S3StandInOptions> = {}): Promise<S3StandIn> {
    const standIn = await startS3StandIn({
      users: [sender(bucket)],
      buckets: [{ name: bucket, region, isVersioned: true }],
      ...more,
    });
    this.onClose(() => standIn.close());
    return standIn;
  }

  storeAt(endpoint: string, more: Partial<S3ObjectStoreOptions> = {}): ObjectStore {
    const address = { region, endpoint };
    const made = createS3ObjectStore({ address, credentials: sender(bucket), ...more });
    this.onClose(() => made.close());
    return made;
  }

  onClose(close: () => unknown): void {
    this.#closers.unshift(close);
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0)) await close();
  }
}

/** Puts a small object that must be new. */
export const put = (
  to: ObjectStore,
  key = "k",
  body: Uint8Array = Buffer.from("hello"),
  options: UploadOptions = {},
) =>
  to.put({
    bucket,
    key,
    body,
    crc32: crc32(body),
    options,
    mustBeNew: true,
    signal: AbortSignal.timeout(20_000),
  });

/** Sends parts; `complete` puts them together. */
export const sendParts = async (
  store: ObjectStore,
  key: string,
  bodies: readonly Uint8Array[],
  options: UploadOptions = {},
) => {
  const signal = AbortSignal.timeout(20_000);
  const { uploadId } = valueOf(await store.createUpload({ bucket, key, options, signal }));
  const parts: CompletedPart[] = [];
  for (const [index, body] of bodies.entries()) {
    const partNumber = index + 1;
    const part = { bucket, key, uploadId, partNumber, body, crc32: crc32(body), signal };
    parts.push({ partNumber, crc32: crc32(body), ...valueOf(await store.uploadPart(part)) });
  }
  const whole = Buffer.concat(bodies);
  const complete = () =>
    store.completeUpload({
      bucket,
      key,
      uploadId,
      parts,
      crc32: crc32(whole),
      sizeBytes: whole.length,
      mustBeNew: true,
      signal,
    });
  return { complete };
};

/** Sends a stream that must be new, in parts of 5 MiB. */
export const sendStream = (
  store: ObjectStore,
  key: string,
  source: AsyncIterable<Uint8Array>,
  options: UploadOptions = {},
) =>
  store.uploadStream({
    bucket,
    key,
    source,
    partBytes: 5 * mebibyte,
    options,
    mustBeNew: true,
    onProgress: () => {},
    signal: AbortSignal.timeout(20_000),
  });

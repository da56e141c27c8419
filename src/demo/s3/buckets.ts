import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { S3Dialect } from "./dialect.ts";
import type { ReceivedBody } from "./receive-body.ts";
import { noSuchBucket, noSuchUpload, preconditionFailed } from "./refusal.ts";

/** Headers that are kept with an object: content type, metadata, storage class, tags, encryption. */
export type KeptHeaders = Readonly<Record<string, string>>;

export const encryptionHeader = "x-amz-server-side-encryption";

export interface S3Object {
  readonly key: string;
  readonly sizeBytes: number;
  /** Without quotes. */
  readonly etag: string;
  /** Base64. */
  readonly crc32: string;
  readonly headers: KeptHeaders;
  readonly modifiedAtMs: number;
  /** Null in a bucket without versions. */
  readonly versionId: string | null;
  /** Where its bytes lie, in order; empty when bodies are thrown away. */
  readonly files: readonly string[];
}

export interface S3Upload {
  readonly uploadId: string;
  readonly key: string;
  readonly headers: KeptHeaders;
  readonly startedAtMs: number;
  readonly parts: Map<number, ReceivedBody>;
}

export interface BucketOptions {
  readonly name: string;
  readonly region: string;
  readonly isVersioned?: boolean;
  /** Encrypts with KMS what does not say otherwise, as a bucket's default encryption does. */
  readonly usesKms?: boolean;
}

/** One bucket: an index in memory, bytes on disk. */
export class Bucket {
  readonly name: string;
  readonly region: string;
  readonly dialect: S3Dialect;
  readonly objects = new Map<string, S3Object>();
  readonly uploads = new Map<string, S3Upload>();
  readonly #isVersioned: boolean;
  readonly #usesKms: boolean;
  readonly #folder: string | null;
  readonly #nowMs: () => number;

  constructor(
    options: BucketOptions,
    dialect: S3Dialect,
    folder: string | null,
    nowMs: () => number,
  ) {
    this.name = options.name;
    this.region = options.region;
    this.dialect = dialect;
    this.#isVersioned = options.isVersioned ?? false;
    this.#usesKms = options.usesKms ?? false;
    this.#folder = folder;
    this.#nowMs = nowMs;
  }

  /** The headers that an object is kept with: the bucket's encryption where it has none of its own. */
  encrypted(headers: KeptHeaders): KeptHeaders {
    return this.#usesKms ? { [encryptionHeader]: "aws:kms", ...headers } : headers;
  }

  /** The ETag of a body: its MD5, or (under KMS, and at some services always) something that only looks like it. */
  etagOf(headers: KeptHeaders, md5: Buffer): string {
    const isHidden =
      this.dialect.etag === "opaque" || headers[encryptionHeader]?.startsWith("aws:kms") === true;
    return isHidden
      ? createHash("md5").update("encrypted").update(md5).digest("hex")
      : md5.toString("hex");
  }

  /** Path of a file that does not exist yet; null when bodies are thrown away. */
  newFile(): string | null {
    return this.#folder === null ? null : path.join(this.#folder, randomUUID());
  }

  /** Makes an object visible, in one step. Throws what says that its key is taken when it must be new and is not. */
  async store(
    object: Omit<S3Object, "modifiedAtMs" | "versionId">,
    mustBeNew: boolean,
  ): Promise<S3Object> {
    const before = this.objects.get(object.key);
    if (mustBeNew && before !== undefined) throw preconditionFailed(this.dialect.takenCode);
    const versionId = this.#isVersioned ? randomUUID() : null;
    const stored = { ...object, modifiedAtMs: this.#nowMs(), versionId };
    this.objects.set(object.key, stored);
    await removeFiles(before?.files ?? []);
    return stored;
  }

  async delete(key: string): Promise<void> {
    const object = this.objects.get(key);
    this.objects.delete(key);
    await removeFiles(object?.files ?? []);
  }

  createUpload(key: string, headers: KeptHeaders): S3Upload {
    const upload = {
      uploadId: randomUUID().replaceAll("-", ""),
      key,
      headers,
      startedAtMs: this.#nowMs(),
      parts: new Map<number, ReceivedBody>(),
    };
    this.uploads.set(upload.uploadId, upload);
    return upload;
  }

  /** Throws NoSuchUpload. */
  upload(uploadId: string, key: string): S3Upload {
    const upload = this.uploads.get(uploadId);
    if (upload === undefined || upload.key !== key) throw noSuchUpload();
    return upload;
  }

  /** Forgets an upload; its parts go, but for those that an object has taken over. */
  async endUpload(upload: S3Upload, kept: readonly string[]): Promise<void> {
    this.uploads.delete(upload.uploadId);
    const files = [...upload.parts.values()].flatMap(({ file }) => (file === null ? [] : [file]));
    await removeFiles(files.filter((file) => !kept.includes(file)));
  }
}

const removeFiles = async (files: readonly string[]): Promise<void> => {
  await Promise.all(files.map((file) => rm(file, { force: true })));
};

/** All buckets of a stand-in, each with a folder of its own below `folder` (null: bodies are thrown away). */
export class Buckets {
  readonly #buckets = new Map<string, Bucket>();
  readonly #dialect: S3Dialect;
  readonly #folder: string | null;
  readonly #nowMs: () => number;

  constructor(dialect: S3Dialect, folder: string | null, nowMs: () => number) {
    this.#dialect = dialect;
    this.#folder = folder;
    this.#nowMs = nowMs;
  }

  async create(options: BucketOptions): Promise<void> {
    const folder = this.#folder === null ? null : path.join(this.#folder, options.name);
    if (folder !== null) await mkdir(folder, { recursive: true, mode: 0o700 });
    this.#buckets.set(options.name, new Bucket(options, this.#dialect, folder, this.#nowMs));
  }

  names(): readonly string[] {
    return [...this.#buckets.keys()].toSorted();
  }

  /** Throws NoSuchBucket. */
  get(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) throw noSuchBucket(name);
    return bucket;
  }
}

/** The bytes of some files, one after the other. */
export async function* readFiles(files: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const file of files) yield* createReadStream(file, { highWaterMark: 1 << 20 });
}

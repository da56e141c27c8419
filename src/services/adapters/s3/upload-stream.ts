import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import type { S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { crc32ToBase64 } from "../../../domain/crc32-combine.ts";
import type { AppError } from "../../../domain/errors.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type { Verification } from "../../../domain/transfer.ts";
import type { StoredStream, UploadStreamParams } from "../../ports/object-store.ts";
import type { Body, HttpReply, HttpSender } from "./http-call.ts";
import { toOptionHeaders } from "./option-headers.ts";
import { hidesMd5 } from "./kms-buckets.ts";
import { proveBody, readEtag } from "./proof.ts";
import { isSdkRequest } from "./sdk-client.ts";
import type { StoreConnection } from "./store-connection.ts";

// The source cannot be read twice, so that here and only here the SDK repeats a part by itself.
const maxAttempts = 5;
// lib-storage holds this many parts in memory.
const partsInFlight = 4;

/** Counts and sums what passes, and keeps the source's own error apart from the network's. */
class Meter {
  bytes = 0;
  crc32 = 0;
  sourceError: unknown = null;

  async *through(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of source) {
        this.bytes += chunk.length;
        this.crc32 = crc32(chunk, this.crc32);
        yield chunk;
      }
    } catch (error) {
      this.sourceError = error;
      throw error;
    }
  }
}

/** Watches the answers to puts for stores that give no checksum: was every ETag its body's MD5? */
class PartWatch {
  #proof: Verification = "part-md5";
  /** ETag of a part that the store holds otherwise than it was sent; null while there is none. */
  mismatch: string | null = null;

  async check(body: Body, reply: HttpReply): Promise<void> {
    if (reply.headers["x-amz-checksum-crc32"] !== undefined) return;
    const etag = readEtag(reply.headers.etag);
    const isEncrypted = hidesMd5(reply);
    const proof = await proveBody(body, "", { crc32: null, etag, isEncrypted });
    if (proof === "mismatch") this.mismatch = etag;
    else if (proof !== "part-md5") this.#proof = "none";
  }

  proof(): Verification {
    return this.#proof;
  }
}

/** The connection's sender, bound to one upload: lib-storage hands its abort signal to no request. */
const bindSender = (sender: HttpSender, signal: AbortSignal, watch: PartWatch): HttpSender => ({
  send: async (call) => {
    const reply = await sender.send({ ...call, signal });
    if (call.method === "PUT" && call.body !== null && reply.status === 200) {
      await watch.check(call.body, reply);
    }
    return reply;
  },
  close: () => {},
});

/** Options go where the object begins, and not with its parts. */
const addOptionHeaders = (client: S3Client, headers: Readonly<Record<string, string>>): void => {
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        const { request } = args;
        const begins =
          commandName === "PutObjectCommand" || commandName === "CreateMultipartUploadCommand";
        if (begins && isSdkRequest(request)) Object.assign(request.headers, headers);
        return next(args);
      },
    { step: "build", name: "addOptionHeaders" },
  );
};

const createUpload = async (
  connection: StoreConnection,
  params: UploadStreamParams,
  meter: Meter,
  watch: PartWatch,
): Promise<Upload> => {
  const sender = bindSender(connection.sender, params.signal, watch);
  const client = await connection.createClient(sender, maxAttempts);
  addOptionHeaders(client, toOptionHeaders(params.options));
  const upload = new Upload({
    client,
    params: {
      Bucket: params.bucket,
      Key: params.key,
      Body: Readable.from(meter.through(params.source), { objectMode: false }),
      ChecksumAlgorithm: "CRC32",
      ChecksumType: "FULL_OBJECT",
      ...(params.mustBeNew && { IfNoneMatch: "*" }),
    },
    partSize: params.partBytes,
    queueSize: partsInFlight,
    // A two-right key may not abort, and nothing is ever deleted.
    leavePartsOnError: true,
  });
  upload.on("httpUploadProgress", ({ loaded }) => params.onProgress(loaded ?? 0));
  return upload;
};

/**
 * Sends a source of unknown length through lib-storage, in parts of `partBytes` (one put when it is shorter).
 * Repeats failed parts itself; the source's own errors reject.
 */
export const uploadStream = async (
  connection: StoreConnection,
  params: UploadStreamParams,
): Promise<Result<StoredStream, AppError>> => {
  const { bucket, key, signal } = params;
  const meter = new Meter();
  const watch = new PartWatch();
  const context = await connection.contextOf(bucket, key, { isComplete: true });
  signal.throwIfAborted();
  const upload = await createUpload(connection, params, meter, watch);
  const answer = await connection.attempt(() => upload.done(), context, signal);
  if (meter.sourceError !== null) throw meter.sourceError;
  if (!answer.ok) return answer;
  const { ETag, ChecksumCRC32, VersionId, $metadata } = answer.value;
  const ours = crc32ToBase64(meter.crc32);
  const etag = readEtag(ETag);
  const isOther = ChecksumCRC32 !== undefined && ChecksumCRC32 !== ours;
  const theirs = isOther ? ChecksumCRC32 : watch.mismatch;
  // The object is there. A store that gives it no ETag has said of a part that it differs.
  if (theirs !== null) return fail({ code: "ChecksumMismatch", path: key, ours, theirs });
  return ok({
    etag,
    crc32: ChecksumCRC32 ?? null,
    versionId: VersionId ?? null,
    requestId: $metadata.requestId ?? null,
    proof: ChecksumCRC32 === undefined ? watch.proof() : "crc32-full-object",
    bytes: meter.bytes,
    sentCrc32: meter.crc32,
  });
};

import { hash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { crc32 } from "node:zlib";
import type { AppError } from "../../../domain/errors.ts";
import { multipartEtag } from "../../../domain/etag.ts";
import { isRecord } from "../../../domain/json.ts";
import { fail, ok, type Result } from "../../../domain/result.ts";
import {
  backoffMs,
  defaultRetryLimits,
  isTransient,
  mayHaveSucceeded,
} from "../../../domain/retry.ts";
import { weakestProof } from "../../../domain/verification.ts";
import type { CompletedPart, StoredObject, UploadStreamParams } from "../../ports/object-store.ts";
import { completeUpload } from "./complete-upload.ts";
import { createUpload } from "./create-upload.ts";
import { listKey } from "./list-key.ts";
import { putObject, uploadPart } from "./put-bytes.ts";
import type { StoreConnection } from "./store-connection.ts";

// The source cannot be read twice, so that here and only here a request is repeated below the queue.
const maxAttempts = 5;

/** Why a stream could not be stored, on its way through lib-storage. */
export class StreamFailure extends Error {
  readonly why: AppError;

  constructor(why: AppError) {
    super(why.code);
    this.why = why;
  }
}

/** What the object would be if it were ours. */
interface OwnObject {
  readonly sizeBytes: number;
  readonly etag: string | null;
}

/** What an SDK middleware is handed; only what is read here. */
interface Args {
  readonly input: object;
}

const textOf = (input: object, name: string): string => {
  const value: unknown = isRecord(input) ? input[name] : undefined;
  if (typeof value === "string") return value;
  throw new TypeError(`lib-storage gave no ${name}`);
};

const bytesOf = (input: object): Uint8Array => {
  const body: unknown = isRecord(input) ? input["Body"] : undefined;
  if (body instanceof Uint8Array) return body;
  if (body === undefined || typeof body === "string") return Buffer.from(body ?? "");
  throw new TypeError("lib-storage gave a body of an unknown kind");
};

type StreamParams = Pick<UploadStreamParams, "bucket" | "key" | "options" | "mustBeNew" | "signal">;

/** Makes a request until it succeeds or is not worth repeating. Throws StreamFailure. */
const attempt = async <T>(
  signal: AbortSignal,
  send: (mayHaveSent: boolean) => Promise<Result<T, AppError>>,
): Promise<T> => {
  let mayHaveSent = false;
  for (let number = 1; ; number += 1) {
    const result = await send(mayHaveSent);
    if (result.ok) return result.value;
    const { error } = result;
    mayHaveSent ||= mayHaveSucceeded(error);
    const isWorthIt = isTransient(error) || error.code === "ChecksumMismatch";
    if (number >= maxAttempts || !isWorthIt) throw new StreamFailure(error);
    const waitMs = backoffMs(defaultRetryLimits, number, Math.random(), error);
    await sleep(waitMs, undefined, { signal });
  }
};

const md5 = (bytes: Uint8Array): string => hash("md5", bytes, "hex");

/**
 * Takes the commands of lib-storage out of the SDK's hands: each is sent by the same function as for a file, so that
 * what is known of the store (conditions, checksums, ETags) holds for streams too.
 */
export class StreamCommands {
  readonly #connection: StoreConnection;
  readonly #params: StreamParams;
  readonly #whole: { readonly bytes: number; readonly crc32: number };
  readonly #parts = new Map<number, CompletedPart>();
  #object: StoredObject | null = null;

  /** `whole` counts what has passed. */
  constructor(
    connection: StoreConnection,
    params: StreamParams,
    whole: { readonly bytes: number; readonly crc32: number },
  ) {
    this.#connection = connection;
    this.#params = params;
    this.#whole = whole;
  }

  /** What the store has now; after `done`. */
  get stored(): StoredObject {
    if (this.#object === null) throw new Error("lib-storage ended without an object");
    return this.#object;
  }

  /** A middleware of the SDK that answers each command itself. */
  readonly middleware =
    (_next: unknown, { commandName = "" }: { readonly commandName?: string }) =>
    async ({ input }: Args) => {
      const output = await this.#send(commandName, input);
      return { response: {}, output: { ...output, $metadata: {} } };
    };

  #send(commandName: string, input: object): Promise<object> {
    switch (commandName) {
      case "PutObjectCommand":
        return this.#put(bytesOf(input));
      case "CreateMultipartUploadCommand":
        return this.#create();
      case "UploadPartCommand":
        return this.#sendPart(input);
      case "CompleteMultipartUploadCommand":
        return this.#complete(textOf(input, "UploadId"));
      default:
        throw new Error(`lib-storage sent ${commandName}`);
    }
  }

  /** The object under the key when it is what we have sent, or why there is none to be made; null: go on. */
  async #lookFor(
    ours: OwnObject,
    mayHaveSent: boolean,
  ): Promise<Result<StoredObject, AppError> | null> {
    const { bucket, key, signal } = this.#params;
    const listed = await listKey(this.#connection, bucket, key, signal);
    if (!listed.ok) return listed;
    if (listed.value === null) return null;
    const { etag, sizeBytes } = listed.value;
    const isOurs = mayHaveSent && etag === ours.etag && sizeBytes === ours.sizeBytes;
    if (!isOurs) return fail({ code: "ObjectExists", bucket, key });
    return ok({ etag, crc32: null, versionId: null, requestId: null, proof: "part-md5" });
  }

  /**
   * Makes an object where there is none. A list is asked before, but for a store that is known to refuse by itself, and
   * after an answer that may be about an object of our own.
   */
  #makeNew(
    ours: OwnObject,
    send: (mustBeNew: boolean) => Promise<Result<StoredObject, AppError>>,
  ): Promise<StoredObject> {
    const { bucket, mustBeNew, signal } = this.#params;
    return attempt(signal, async (mayHaveSent) => {
      if (!mustBeNew) return send(false);
      const before = this.#connection.isAws ? null : await this.#lookFor(ours, mayHaveSent);
      if (before !== null) return before;
      const isRefused = this.#connection.abilities(bucket).condition === "refused";
      const sent = await send(!isRefused);
      if (sent.ok) return sent;
      // The list right before is all that can be had without the condition.
      if (sent.error.code === "ConditionUnsupported") return send(false);
      const isAboutTheKey =
        sent.error.code === "ObjectExists" || sent.error.code === "UploadExpired";
      const after = mayHaveSent && isAboutTheKey ? await this.#lookFor(ours, true) : null;
      return after?.ok === true ? after : sent;
    });
  }

  async #put(body: Uint8Array): Promise<object> {
    const { bucket, key, options, signal } = this.#params;
    const put = { bucket, key, body, crc32: crc32(body), options, signal };
    const ours = { sizeBytes: body.length, etag: md5(body) };
    this.#object = await this.#makeNew(ours, (mustBeNew) =>
      putObject(this.#connection, { ...put, mustBeNew }),
    );
    return { ETag: this.#object.etag ?? "" };
  }

  async #create(): Promise<object> {
    const { signal } = this.#params;
    const created = await attempt(signal, () => createUpload(this.#connection, this.#params));
    return { UploadId: created.uploadId };
  }

  async #sendPart(input: object): Promise<object> {
    const { bucket, key, signal } = this.#params;
    const body = bytesOf(input);
    const partNumber = isRecord(input) ? Number(input["PartNumber"]) : 0;
    const uploadId = textOf(input, "UploadId");
    const part = { bucket, key, uploadId, partNumber, body, crc32: crc32(body), signal };
    const { etag, proof } = await attempt(signal, () => uploadPart(this.#connection, part));
    this.#parts.set(partNumber, { partNumber, etag, crc32: part.crc32, proof });
    return { ETag: etag };
  }

  async #complete(uploadId: string): Promise<object> {
    const { bucket, key, signal } = this.#params;
    const parts = [...this.#parts.values()].toSorted((a, b) => a.partNumber - b.partNumber);
    const { bytes: sizeBytes, crc32: sum } = this.#whole;
    const whole = { bucket, key, uploadId, parts, crc32: sum, sizeBytes, signal };
    const etags = parts.map(({ etag }) => etag);
    const ours = { sizeBytes, etag: multipartEtag(etags, md5) };
    const stored = await this.#makeNew(ours, (mustBeNew) =>
      completeUpload(this.#connection, { ...whole, mustBeNew }),
    );
    const proof = stored.proof === "none" ? weakestProof(parts) : stored.proof;
    this.#object = { ...stored, proof };
    return { ETag: stored.etag ?? "" };
  }
}

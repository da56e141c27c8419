import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { Upload } from "@aws-sdk/lib-storage";
import type { AppError } from "../../../domain/errors.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type { StoredStream, UploadStreamParams } from "../../ports/object-store.ts";
import { createSdkClient } from "./sdk-client.ts";
import { StreamCommands, StreamFailure } from "./stream-commands.ts";
import type { StoreConnection } from "./store-connection.ts";

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

const upload = async (
  connection: StoreConnection,
  params: UploadStreamParams,
  meter: Meter,
): Promise<Result<StoredStream, AppError>> => {
  const client = createSdkClient(connection.address);
  const commands = new StreamCommands(connection, params, meter);
  client.middlewareStack.add(commands.middleware, { step: "initialize", name: "sendByHand" });
  const running = new Upload({
    client,
    params: {
      Bucket: params.bucket,
      Key: params.key,
      Body: Readable.from(meter.through(params.source), { objectMode: false }),
    },
    partSize: params.partBytes,
    queueSize: partsInFlight,
    // A two-right key may not abort, and nothing is ever deleted.
    leavePartsOnError: true,
  });
  running.on("httpUploadProgress", ({ loaded }) => params.onProgress(loaded ?? 0));
  await running.done();
  return ok({ ...commands.stored, bytes: meter.bytes, sentCrc32: meter.crc32 });
};

/**
 * Sends a source of unknown length through lib-storage, in parts of `partBytes` (one put when it is shorter).
 * Repeats failed parts itself; the source's own errors reject.
 */
export const uploadStream = async (
  connection: StoreConnection,
  params: UploadStreamParams,
): Promise<Result<StoredStream, AppError>> => {
  const { signal } = params;
  const meter = new Meter();
  signal.throwIfAborted();
  try {
    return await upload(connection, params, meter);
  } catch (error) {
    signal.throwIfAborted();
    // First: lib-storage destroys the source when the store fails, which the source then tells as its own error.
    if (error instanceof StreamFailure) return fail(error.why);
    if (meter.sourceError !== null) throw meter.sourceError;
    throw error;
  }
};

import { createHash, hash } from "node:crypto";
import type { AppError } from "../../../domain/errors.ts";
import type { ChunkedBody } from "../../ports/object-store.ts";
import type { Body } from "../http/http-call.ts";

/** Length in bytes. */
export const sizeOf = (body: Body): number =>
  body instanceof Uint8Array ? body.length : body.sizeBytes;

/** Lower-case hex; reads a body of pieces once through. */
export const hashBody = async (algorithm: "md5" | "sha256", body: Body): Promise<string> => {
  if (body instanceof Uint8Array) return hash(algorithm, body, "hex");
  const sum = createHash(algorithm);
  for await (const chunk of body.chunks("to sum")) sum.update(chunk);
  return sum.digest("hex");
};

const isAppError = (value: unknown): value is AppError =>
  typeof value === "object" &&
  value !== null &&
  "code" in value &&
  typeof value.code === "string" &&
  !(value instanceof Error);

/** Keeps what went wrong while a body was read apart from what went wrong on the network. */
export class WatchedBody {
  readonly body: Body;
  #error: unknown = null;

  constructor(body: Body) {
    this.body = body instanceof Uint8Array ? body : this.#watch(body);
  }

  #watch(body: ChunkedBody): ChunkedBody {
    const keep = (error: unknown) => {
      this.#error = error;
    };
    return {
      sizeBytes: body.sizeBytes,
      async *chunks(purpose) {
        try {
          yield* body.chunks(purpose);
        } catch (error) {
          keep(error);
          throw error;
        }
      },
    };
  }

  /** Why the source could not be read, as its reader said it; null when it could. Rethrows an abort. */
  sourceError(): AppError | null {
    if (this.#error === null) return null;
    if (this.#error instanceof Error && isAppError(this.#error.cause)) return this.#error.cause;
    throw this.#error;
  }
}

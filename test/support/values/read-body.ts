import type { AppError } from "../../../src/domain/errors.ts";
import { isRecord } from "../../../src/domain/json.ts";
import { fail, ok, type Result } from "../../../src/domain/result.ts";
import type { ChunkedBody } from "../../../src/services/ports/object-store.ts";

const isAppError = (value: unknown): value is AppError =>
  isRecord(value) && typeof value["code"] === "string";

/** A body as a whole; the reader's own error when its source could not be read. */
export const readWholeBody = async (
  body: Uint8Array | ChunkedBody,
): Promise<Result<Uint8Array, AppError>> => {
  if (body instanceof Uint8Array) return ok(body);
  const chunks: Uint8Array[] = [];
  try {
    // Copied: the reader uses its buffer again.
    for await (const piece of body.chunks("to send")) chunks.push(Uint8Array.from(piece));
  } catch (thrown) {
    if (thrown instanceof Error && isAppError(thrown.cause)) return fail(thrown.cause);
    throw thrown;
  }
  return ok(Buffer.concat(chunks));
};

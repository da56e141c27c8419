import type { AppError } from "../../domain/errors.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { ConflictPolicy } from "../../domain/transfer.ts";
import type { ObjectStore } from "../../services/ports/object-store.ts";
import { nextKey } from "../../services/upload/free-key.ts";

export interface KeyPlace {
  readonly store: ObjectStore;
  readonly bucket: string;
  readonly key: string;
  readonly signal: AbortSignal;
}

const mostCopies = 1_000;

const isTaken = async ({ store, bucket, signal }: KeyPlace, key: string) => {
  const listed = await store.list({ bucket, prefix: key, maxKeys: 1, signal });
  return listed.ok ? ok(listed.value[0]?.key === key) : listed;
};

/**
 * The key that standard input gets, found before its first byte is read: it cannot be sent a second time. Fails
 * with ObjectExists when the key is taken and must not be replaced.
 */
export const freeKey = async (
  place: KeyPlace,
  conflict: ConflictPolicy,
): Promise<Result<string, AppError>> => {
  if (conflict === "replace") return ok(place.key);
  let key = place.key;
  for (let copy = 0; copy < mostCopies; copy += 1) {
    const taken = await isTaken(place, key);
    if (!taken.ok) return taken;
    if (!taken.value) return ok(key);
    if (conflict === "skip") break;
    key = nextKey(key);
  }
  return fail({ code: "ObjectExists", bucket: place.bucket, key: place.key });
};

import type { AppError } from "../../../domain/errors.ts";
import { ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type { ListedObject } from "../../ports/object-store.ts";
import { listObjects } from "./list-objects.ts";
import type { StoreConnection } from "./store-connection.ts";

/** The object that a list shows under exactly this key, or null. */
export const listKey = async (
  connection: StoreConnection,
  bucket: string,
  key: string,
  signal: AbortSignal,
): Promise<Result<ListedObject | null, AppError>> => {
  const listed = await listObjects(connection, { bucket, prefix: key, maxKeys: 1, signal });
  if (!listed.ok) return listed;
  // A list is in order of keys, so that a key comes before all it is the beginning of.
  const [first] = listed.value.objects;
  return ok(first?.key === key ? first : null);
};

import type { AppError } from "../../../domain/errors.ts";
import type { Result } from "../../../domain/result.ts";
import { findObjectAt } from "../../ports/find-object.ts";
import type { ListedObject } from "../../ports/object-store.ts";
import { listObjects } from "./list-objects.ts";
import type { StoreConnection } from "./store-connection.ts";

/** The object that a list shows under exactly this key, or null. */
export const listKey = (
  connection: StoreConnection,
  bucket: string,
  key: string,
  signal: AbortSignal,
): Promise<Result<ListedObject | null, AppError>> => {
  const store = {
    list: (params: Parameters<typeof listObjects>[1]) => listObjects(connection, params),
    abilities: (of: string) => connection.abilities(of),
  };
  return findObjectAt({ store, bucket, signal }, key);
};

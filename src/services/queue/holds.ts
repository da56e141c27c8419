import { isMendedByKeys } from "../../domain/error-kinds.ts";
import type { AppError } from "../../domain/errors.ts";
import { isTransient, isUnreachable, stopsQueue } from "../../domain/retry.ts";
import type { TransferTarget } from "../../domain/transfer.ts";

/** Where files go, as far as it decides what reaches it. */
export type Place = Pick<TransferTarget, "connection" | "bucket">;

/** What keeps some of the files from being sent, until it is mended; all others go on. */
export interface Hold {
  readonly error: AppError;
  readonly connection: string;
  /** Null: whatever the connection sends. A bucket has an address of its own. */
  readonly bucket: string | null;
  /** Monotonic; when the storage service is looked for next. Null: somebody has to act. */
  nextTryAtMs: number | null;
}

/** By `placeKey`, the first that was met first. */
export type Holds = Map<string, Hold>;

/** One text for a place; a null bucket is the connection as a whole. */
export const placeKey = (connection: string, bucket: string | null): string =>
  JSON.stringify([connection, bucket]);

/** What holds a file that goes there; null: nothing. */
export const findHold = (
  holds: ReadonlyMap<string, Hold>,
  { connection, bucket }: Place,
): Hold | null => {
  if (holds.size === 0) return null;
  return holds.get(placeKey(connection, null)) ?? holds.get(placeKey(connection, bucket)) ?? null;
};

/**
 * How far an error reaches beyond the file that met it: to all files, to those of the connection whose keys are no good,
 * to those for the same bucket, since another may be elsewhere; null: no further.
 */
export const reachOf = (
  error: AppError,
  hasResponded: boolean,
): "all" | "connection" | "bucket" | null => {
  if (isMendedByKeys(error.code)) return "connection";
  if (stopsQueue(error)) return "all";
  const isAway = isUnreachable(error) || (isTransient(error) && !hasResponded);
  return isAway ? "bucket" : null;
};

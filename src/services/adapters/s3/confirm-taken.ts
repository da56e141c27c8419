import type { AppError } from "../../../domain/errors.ts";
import { fail } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import { listKey } from "./list-key.ts";
import type { StoreConnection } from "./store-connection.ts";

/**
 * What an answer "exists already" (412, 304) to a condition is worth. Some stores give it to every condition, and a file
 * would count as skipped that is nowhere: off AWS a list has to show the object. ConditionUnsupported where it shows
 * none; where no list can be had, the answer is believed.
 */
export const confirmTaken = async <T>(
  connection: StoreConnection,
  {
    bucket,
    key,
    signal,
  }: { readonly bucket: string; readonly key: string; readonly signal: AbortSignal },
  answer: Result<T, AppError>,
): Promise<Result<T, AppError>> => {
  if (answer.ok || answer.error.code !== "ObjectExists" || connection.isAws) return answer;
  const listed = await listKey(connection, bucket, key, signal);
  if (!listed.ok) return answer;
  const isThere = listed.value !== null;
  connection.learn(bucket, { condition: isThere ? "honoured" : "refused" });
  return isThere ? answer : fail({ code: "ConditionUnsupported" });
};

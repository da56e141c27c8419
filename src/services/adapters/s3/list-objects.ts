import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import type { AppError } from "../../../domain/errors.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type { ListedObject, ListParams } from "../../ports/object-store.ts";
import { readEtag } from "./proof.ts";
import type { StoreConnection } from "./store-connection.ts";

/** ListObjectsV2, one page of at most `maxKeys`. */
export const listObjects = async (
  connection: StoreConnection,
  { bucket, prefix, maxKeys, startAfter, signal }: ListParams,
): Promise<Result<readonly ListedObject[], AppError>> => {
  const command = () =>
    new ListObjectsV2Command({
      Bucket: bucket,
      MaxKeys: maxKeys,
      ...(prefix !== "" && { Prefix: prefix }),
      ...(startAfter !== undefined && { StartAfter: startAfter }),
    });
  const context = await connection.contextOf(bucket, null, { right: "list" });
  const answer = await connection.call(
    (client) => client.send(command(), { abortSignal: signal }),
    context,
    signal,
  );
  if (!answer.ok) return answer;
  // A page of a proxy under status 200 names no bucket.
  if (answer.value.Name === undefined) return fail({ code: "StoreFault", answer: { status: 200 } });
  return ok(
    (answer.value.Contents ?? []).map((object) => ({
      key: object.Key ?? "",
      sizeBytes: object.Size ?? 0,
      modifiedAtMs: object.LastModified?.getTime() ?? 0,
      etag: readEtag(object.ETag),
      ...(connection.bucketsWithoutMd5.has(bucket) && { isMd5Hidden: true }),
    })),
  );
};

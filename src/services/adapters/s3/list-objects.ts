import { ListObjectsCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import type {
  ListObjectsCommandOutput,
  ListObjectsV2CommandOutput,
  S3Client,
} from "@aws-sdk/client-s3";
import type { AppError } from "../../../domain/errors.ts";
import { compareKeys } from "../../../domain/object-key.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type { ListPage, ListParams } from "../../ports/object-store.ts";
import { readEtag } from "./proof.ts";
import type { StoreConnection } from "./store-connection.ts";

type Page = Pick<ListObjectsV2CommandOutput, "Name" | "Contents" | "IsTruncated"> & {
  /** Where the store says that the next page begins; in the words of its kind of list. */
  readonly next: string | undefined;
  readonly isV1: boolean;
};

const readV2 = (output: ListObjectsV2CommandOutput): Page => ({
  ...output,
  next: output.NextContinuationToken,
  // Without a count of keys it is the older answer, of a store that takes no notice of list-type=2.
  isV1: output.KeyCount === undefined && output.NextContinuationToken === undefined,
});

// NextMarker comes only with a delimiter: the last key is the marker.
const readV1 = (output: ListObjectsCommandOutput): Page => ({
  ...output,
  next: output.NextMarker ?? output.Contents?.at(-1)?.Key,
  isV1: true,
});

const askV2 = async (client: S3Client, params: ListParams): Promise<Page> => {
  const { bucket, prefix, maxKeys, startAfter, continuation, signal } = params;
  const command = new ListObjectsV2Command({
    Bucket: bucket,
    // Also where it is empty: a policy may ask for it by s3:prefix.
    Prefix: prefix,
    MaxKeys: maxKeys,
    ...(startAfter !== undefined && continuation === undefined && { StartAfter: startAfter }),
    ...(continuation !== undefined && { ContinuationToken: continuation }),
  });
  return readV2(await client.send(command, { abortSignal: signal }));
};

const askV1 = async (client: S3Client, params: ListParams): Promise<Page> => {
  const { bucket, prefix, maxKeys, startAfter, continuation, signal } = params;
  const marker = continuation ?? startAfter;
  const command = new ListObjectsCommand({
    Bucket: bucket,
    Prefix: prefix,
    MaxKeys: maxKeys,
    ...(marker !== undefined && { Marker: marker }),
  });
  return readV1(await client.send(command, { abortSignal: signal }));
};

const isUnknownList = (error: AppError): boolean =>
  error.code === "StoreFault" &&
  (error.answer?.status === 501 ||
    (error.answer?.status === 400 && /list-type/iu.test(error.answer.storeMessage ?? "")));

/** An MD5 in lower case, as ours are; whatever else it is stays as it is. */
const comparableEtag = (etag: string | null): string | null =>
  etag !== null && /^[0-9a-f]{32}(?:-\d+)?$/iu.test(etag) ? etag.toLowerCase() : etag;

const toListPage = (
  connection: StoreConnection,
  { bucket, startAfter }: ListParams,
  page: Page,
): ListPage => {
  const isMd5Hidden =
    connection.bucketsWithoutMd5.has(bucket) || connection.abilities(bucket).etag === "other";
  const objects = (page.Contents ?? []).map((object) => ({
    key: object.Key ?? "",
    sizeBytes: object.Size ?? 0,
    modifiedAtMs: object.LastModified?.getTime() ?? 0,
    etag: comparableEtag(readEtag(object.ETag)),
    ...(isMd5Hidden && { isMd5Hidden }),
  }));
  return {
    // Some stores begin with the key itself, or take no notice of where the list is to begin.
    objects:
      startAfter === undefined
        ? objects
        : objects.filter(({ key }) => compareKeys(key, startAfter) > 0),
    next: page.IsTruncated === true ? (page.next ?? objects.at(-1)?.key ?? null) : null,
  };
};

/** ListObjectsV2, or its older kind where the store knows no other; one page of at most `maxKeys`. */
export const listObjects = async (
  connection: StoreConnection,
  params: ListParams,
): Promise<Result<ListPage, AppError>> => {
  const { bucket, continuation, signal } = params;
  const context = await connection.contextOf(bucket, null, { right: "list" });
  const ask = async (how: typeof askV1) =>
    connection.call((client) => how(client, params), context, signal);
  const isV1Known = connection.abilities(bucket).listing === "v1";
  let answer = await ask(isV1Known ? askV1 : askV2);
  if (!answer.ok && !isV1Known && continuation === undefined && isUnknownList(answer.error))
    answer = await ask(askV1);
  if (!answer.ok) return answer;
  let page = answer.value;
  // Cut off, or no answer to this.
  if (page.Name === undefined) return fail({ code: "StoreFault", answer: { status: 200 } });
  if (page.isV1 && !isV1Known && page.IsTruncated === true) {
    // Its first page is right whatever the kind, unless it should have begun elsewhere.
    connection.learn(bucket, { listing: "v1" });
    const again = params.startAfter === undefined ? null : await ask(askV1);
    if (again?.ok === false) return again;
    page = again?.value ?? { ...page, next: page.Contents?.at(-1)?.Key };
  }
  connection.hasShownItself = true;
  return ok(toListPage(connection, params, page));
};

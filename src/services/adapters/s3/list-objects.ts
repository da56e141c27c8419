import type { AppError } from "../../../domain/errors.ts";
import { nonEmpty } from "../../../domain/non-empty.ts";
import { compareKeys } from "../../../domain/object-key.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type { ListPage, ListParams } from "../../ports/object-store.ts";
import { listAnswerBytes } from "../http/answer-size.ts";
import { readListXml, type ListXml } from "./list-xml.ts";
import { readEtag } from "./proof.ts";
import { readDocument } from "./s3-document.ts";
import type { StoreConnection } from "./store-connection.ts";

interface Page extends ListXml {
  /** Where the store says that the next page begins; in the words of its kind of list. */
  readonly next: string | null;
  readonly isV1: boolean;
}

type Query = Readonly<Record<string, string>>;

// The prefix also where it is empty: a policy may ask for it by s3:prefix.
const commonQuery = ({ prefix, maxKeys }: ListParams): Query => ({
  prefix,
  "max-keys": String(maxKeys),
});

const v2Query = ({ startAfter, continuation, ...params }: ListParams): Query => ({
  "list-type": "2",
  ...commonQuery(params),
  ...(startAfter !== undefined && continuation === undefined && { "start-after": startAfter }),
  ...(continuation !== undefined && { "continuation-token": continuation }),
});

const v1Query = ({ startAfter, continuation, ...params }: ListParams): Query => {
  const marker = continuation ?? startAfter;
  return { ...commonQuery(params), ...(marker !== undefined && { marker }) };
};

const toPage = (xml: ListXml, isAskedV1: boolean): Page => {
  // Without a count of keys it is the older answer, of a store that takes no notice of list-type=2.
  const isV1 = isAskedV1 || (xml.keyCount === null && xml.nextToken === null);
  // NextMarker comes only with a delimiter: the last key is the marker.
  const marker = nonEmpty(xml.nextMarker) ?? xml.objects.at(-1)?.key ?? null;
  return { ...xml, isV1, next: isV1 ? marker : xml.nextToken };
};

/** Cut off, or no answer to this. */
const noList: AppError = { code: "StoreFault", answer: { status: 200 } };

const ask = async (
  connection: StoreConnection,
  params: ListParams,
  isV1: boolean,
): Promise<Result<Page, AppError>> => {
  const { bucket, signal } = params;
  const reply = await connection.send(
    {
      method: "GET",
      bucket,
      key: "",
      query: isV1 ? v1Query(params) : v2Query(params),
      headers: {},
      body: new Uint8Array(),
      maxAnswerBytes: listAnswerBytes,
      signal,
    },
    { right: "list", key: null },
  );
  if (!reply.ok) return reply;
  const xml = readListXml(readDocument(reply.value.body));
  return xml === null ? fail(noList) : ok(toPage(xml, isV1));
};

const isUnknownList = (error: AppError): boolean =>
  error.code === "StoreFault" &&
  // A method that is not allowed is how some say it.
  (error.answer?.status === 501 ||
    error.answer?.status === 405 ||
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
  const objects = page.objects.map(({ etag, ...object }) => ({
    ...object,
    etag: comparableEtag(readEtag(etag)),
    ...(isMd5Hidden && { isMd5Hidden }),
  }));
  return {
    // Some stores begin with the key itself, or take no notice of where the list is to begin.
    objects:
      startAfter === undefined
        ? objects
        : objects.filter(({ key }) => compareKeys(key, startAfter) > 0),
    next: page.isTruncated ? (page.next ?? objects.at(-1)?.key ?? null) : null,
  };
};

/** ListObjectsV2, or its older kind where the store knows no other; one page of at most `maxKeys`. */
export const listObjects = async (
  connection: StoreConnection,
  params: ListParams,
): Promise<Result<ListPage, AppError>> => {
  const { bucket, continuation } = params;
  const isV1Known = connection.abilities(bucket).listing === "v1";
  let answer = await ask(connection, params, isV1Known);
  if (!answer.ok && !isV1Known && continuation === undefined && isUnknownList(answer.error))
    answer = await ask(connection, params, true);
  if (!answer.ok) return answer;
  let page = answer.value;
  if (page.isV1 && !isV1Known && page.isTruncated) {
    // Its first page is right whatever the kind, unless it should have begun elsewhere.
    connection.learn(bucket, { listing: "v1" });
    const again = params.startAfter === undefined ? null : await ask(connection, params, true);
    if (again?.ok === false) return again;
    page = again?.value ?? page;
  }
  connection.hasShownItself = true;
  return ok(toListPage(connection, params, page));
};

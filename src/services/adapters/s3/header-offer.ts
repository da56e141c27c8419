import type { AppError } from "../../../domain/errors.ts";
import { isRefusal } from "../../../domain/retry.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import { hashBody, WatchedBody } from "./body.ts";
import type { Body } from "../http/http-call.ts";
import type { StoreConnection } from "./store-connection.ts";

/** Which of the headers that not every store takes a request may carry. */
export interface HeaderOffer {
  readonly withCrc32: boolean;
  /** As long as no answer has shown that the CRC32 is looked at. Every S3 service checks Content-MD5. */
  readonly withMd5: boolean;
}

// A checksum of a kind that is not known: ours have the right form, and a body that differs is BadDigest. And a
// document with checksums in it, for who expects none.
const aboutChecksums: ReadonlySet<string> = new Set(["InvalidDigest", "MalformedXML"]);
// By what a store says of the header, whatever the status: 400, 405 and 501 were seen.
const namesCondition = /if-none-match|\bconditional\b|precondition/iu;
const namesChecksum = /checksum|crc32/iu;
const namesHeader = /\bx-amz-/iu;

/** Which of the headers that were sent a store refuses; null when the refusal is about something else. */
const refusedHeader = (
  error: AppError,
  sent: { readonly condition: boolean; readonly checksum: boolean },
): "condition" | "checksum" | null => {
  if (error.code !== "StoreFault") return null;
  const { status, storeCode = "", storeMessage = "" } = error.answer ?? {};
  if (!isRefusal(error.answer)) return null;
  const said = `${storeCode} ${storeMessage}`;
  if (sent.condition && namesCondition.test(said)) return "condition";
  if (sent.checksum && (aboutChecksums.has(storeCode) || namesChecksum.test(said)))
    return "checksum";
  if (status !== 501 && storeCode !== "NotImplemented") return null;
  // "A header you provided implies functionality that is not implemented": which one, not every store says.
  if (namesHeader.test(said)) return null;
  if (sent.condition) return "condition";
  return sent.checksum ? "checksum" : null;
};

/**
 * Makes a request with what the store takes, and once more without a checksum header that it refuses. A refused
 * condition is ConditionUnsupported: whether to go on without it is not for this layer to decide.
 */
export const offerHeaders = async <T>(
  connection: StoreConnection,
  bucket: string,
  isConditional: boolean,
  send: (offer: HeaderOffer) => Promise<Result<T, AppError>>,
): Promise<Result<T, AppError>> => {
  for (;;) {
    const { checksum } = connection.abilities(bucket);
    const withCrc32 = checksum !== "refused" && connection.offersChecksums;
    const result = await send({ withCrc32, withMd5: !withCrc32 || checksum !== "answered" });
    if (result.ok) return result;
    const sent = { condition: isConditional, checksum: withCrc32 };
    const refused = refusedHeader(result.error, sent);
    if (refused === null) return result;
    if (refused === "checksum") connection.learn(bucket, { checksum: "refused" });
    else {
      connection.learn(bucket, { condition: "refused" });
      const answer = "answer" in result.error ? result.error.answer : undefined;
      return fail({ code: "ConditionUnsupported", ...(answer && { answer }) });
    }
  }
};

const md5Of = async (body: Body): Promise<Result<string, AppError>> => {
  if (body instanceof Uint8Array) return ok(await hashBody("md5", body));
  const watched = new WatchedBody(body);
  try {
    return ok(await hashBody("md5", watched.body));
  } catch (error) {
    const sourceError = watched.sourceError();
    if (sourceError === null) throw error;
    return fail(sourceError);
  }
};

/** What guards a body on its way. */
export interface BodyGuard {
  /** Lower-case hex of the Content-MD5; null where none goes along. */
  readonly md5: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

const guardByMd5 = async (
  body: Body,
  crc32Header: BodyGuard["headers"],
): Promise<Result<BodyGuard, AppError>> => {
  const md5 = await md5Of(body);
  if (!md5.ok) return md5;
  const contentMd5 = Buffer.from(md5.value, "hex").toString("base64");
  return ok({ md5: md5.value, headers: { ...crc32Header, "content-md5": contentMd5 } });
};

/** The headers that guard a body, at once where it need not be summed. What its source says when it cannot be read. */
export const guardBody = (
  { withCrc32, withMd5 }: HeaderOffer,
  body: Body,
  crc32: string,
): Result<BodyGuard, AppError> | Promise<Result<BodyGuard, AppError>> => {
  const crc32Header = withCrc32 ? { "x-amz-checksum-crc32": crc32 } : {};
  return withMd5 ? guardByMd5(body, crc32Header) : ok({ md5: null, headers: crc32Header });
};

import type { AppError } from "../../../domain/errors.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type { CreateUploadParams } from "../../ports/object-store.ts";
import { offerHeaders } from "./header-offer.ts";
import type { HttpReply } from "../http/http-call.ts";
import { rememberKmsBucket } from "./kms-buckets.ts";
import { toOptionHeaders } from "./option-headers.ts";
import { header } from "./reply-header.ts";
import type { StoreConnection } from "./store-connection.ts";
import { readDocument, xmlText } from "./s3-document.ts";

/** Status 200 without an upload in it. */
const cutOff: AppError = { code: "StoreFault", answer: { status: 200 } };

/**
 * A store that names the sum that was announced looks at it: its first parts need no MD5 besides, of which a quick line
 * has dozens on their way before the first answer. What its parts answer counts for more.
 */
const learnFrom = (connection: StoreConnection, bucket: string, reply: HttpReply): void => {
  const isNamed = header(reply, "x-amz-checksum-algorithm") === "CRC32";
  if (isNamed && connection.abilities(bucket).checksum === "unknown")
    connection.learn(bucket, { checksum: "answered" });
};

/** CreateMultipartUpload, with the checksum over the whole object announced. */
export const createUpload = async (
  connection: StoreConnection,
  { bucket, key, options, signal }: CreateUploadParams,
): Promise<Result<{ readonly uploadId: string }, AppError>> => {
  return offerHeaders(connection, bucket, false, async ({ withCrc32 }) => {
    const headers = {
      ...toOptionHeaders(options),
      ...(withCrc32 && {
        "x-amz-checksum-algorithm": "CRC32",
        "x-amz-checksum-type": "FULL_OBJECT",
      }),
    };
    const body = new Uint8Array();
    const query = { uploads: "" };
    const call = { method: "POST", bucket, key, query, headers, body, signal } as const;
    const answer = await connection.send(call, { options });
    if (!answer.ok) return answer;
    rememberKmsBucket(connection, bucket, options, answer.value);
    learnFrom(connection, bucket, answer.value);
    const uploadId = xmlText(readDocument(answer.value.body), "UploadId");
    return uploadId === null ? fail(cutOff) : ok({ uploadId });
  });
};

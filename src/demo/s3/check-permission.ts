import type { S3Call, S3User } from "./s3-types.ts";
import { accessDenied, S3Refusal } from "./refusal.ts";
import { actionOf } from "./read-call.ts";

/** A list may look at nothing outside the granted prefix, as the `s3:prefix` condition of a policy says. */
const subjectOf = (call: S3Call): string =>
  call.key === "" ? (call.query.get("prefix") ?? "") : call.key;

/** Throws AccessDenied unless a grant of `user` covers the call. */
export const checkPermission = (user: S3User, call: S3Call): void => {
  if (user.grants === "everything") return;
  const action = actionOf(call.operation);
  const isGranted =
    action !== null &&
    user.grants.some(
      ({ bucket, prefix, actions }) =>
        bucket === call.bucket && actions.includes(action) && subjectOf(call).startsWith(prefix),
    );
  if (!isGranted) throw accessDenied();
};

/** How a store answers a request signed for another region than the bucket's. */
export type WrongRegionAnswer = "malformed" | "redirect";

/** Throws AuthorizationHeaderMalformed or PermanentRedirect, each with the right region, when `signed` is not it. */
export const checkRegion = (
  signed: string,
  bucketRegion: string,
  bucket: string,
  answer: WrongRegionAnswer,
): void => {
  if (signed === bucketRegion) return;
  const headers = { "x-amz-bucket-region": bucketRegion };
  if (answer === "redirect") {
    throw new S3Refusal(
      301,
      "PermanentRedirect",
      "The bucket you are attempting to access must be addressed using the specified endpoint.",
      { headers, fields: { Bucket: bucket, Endpoint: `s3.${bucketRegion}.amazonaws.com` } },
    );
  }
  throw new S3Refusal(
    400,
    "AuthorizationHeaderMalformed",
    `The authorization header is malformed; the region '${signed}' is wrong; expecting '${bucketRegion}'`,
    { headers, fields: { Region: bucketRegion } },
  );
};

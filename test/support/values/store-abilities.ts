import type { S3Dialect } from "../../../src/demo/s3/dialect.ts";
import type { StoreAbilities } from "../sites/store-under-test.ts";

/**
 * What may prove a body that a store has no checksum for: its ETag, or that it compared Content-MD5. That a store takes
 * no notice of checksums is only known by the answer to the first body, which had nothing else with it.
 */
const proofsByMd5 = ({ checksums, etag, contentMd5 }: S3Dialect): readonly string[] => {
  const compared = contentMd5 === "checked" ? ["content-md5"] : [];
  if (etag === "md5") return ["part-md5", ...compared];
  return checksums === "refused" && contentMd5 === "checked" ? compared : [...compared, "none"];
};

/** An ETag of the whole that follows from the parts' proves no less than they do; any other says nothing of its own. */
const wholeProofs = (dialect: S3Dialect): readonly string[] => {
  const isChecked = dialect.checksums === "checked";
  if (isChecked && dialect.completeChecksum === "full-object") return ["crc32-full-object"];
  if (isChecked && dialect.completeChecksum === "composite") return ["crc32-composite"];
  const follows = dialect.multipartEtag === "md5-of-md5s" || dialect.multipartEtag === "absent";
  return follows ? proofsByMd5(dialect) : [...proofsByMd5(dialect), "none"];
};

/** What a suite may expect of a store that speaks this dialect and has users and rights. */
export const abilitiesOf = (dialect: S3Dialect): StoreAbilities => ({
  putCondition: dialect.putCondition,
  completeCondition: dialect.completeCondition,
  proofs: dialect.checksums === "checked" ? ["crc32-full-object"] : proofsByMd5(dialect),
  wholeProofs: wholeProofs(dialect),
  isEtagMd5: dialect.etag === "md5",
  listing: dialect.listing,
  namesRequests: dialect.requestIdHeader !== null,
  keepsAnyKey: true,
  knowsItsUploads: true,
  writeCheck: "granted",
  refusals: {
    stranger: "AccessDenied",
    unknownKey: "InvalidAccessKey",
    wrongSecret: "WrongSecret",
  },
});

import { formatCount } from "../domain/format.ts";
import { joinTexts } from "../domain/non-empty.ts";
import type { StoreAbilities } from "../domain/store-abilities.ts";

const conditions: Readonly<Record<StoreAbilities["condition"], string>> = {
  honoured: "refuses to replace a file by itself",
  refused: "does not take If-None-Match, so existing files are found by listing",
  unknown: "existing files are found by listing until it has refused to replace one",
};

const checksums: Readonly<Record<StoreAbilities["checksum"], string>> = {
  answered: "answers CRC32",
  ignored: "takes no notice of CRC32, so Content-MD5 goes along",
  refused: "does not take CRC32, so Content-MD5 goes instead",
  unknown: "checksums are seen with the first upload",
};

const etags: Readonly<Record<StoreAbilities["etag"], string | null>> = {
  md5: "its ETags are MD5s",
  other: "its ETags are no MD5s",
  unknown: null,
};

const addressings: Readonly<Record<StoreAbilities["addressing"], string | null>> = {
  path: "takes the bucket in the path of the address",
  virtual: "takes the bucket in the host name of the address",
  unknown: null,
};

/** What a storage service was seen to do with one bucket, in one line. */
export const abilityWords = (abilities: StoreAbilities): string => {
  const { condition, checksum, etag, maxParts, listing, addressing, payload } = abilities;
  return joinTexts(
    [
      conditions[condition],
      checksums[checksum],
      // Where it answers checksums nobody looks at its ETags.
      checksum === "answered" ? null : etags[etag],
      maxParts === null ? null : `at most ${formatCount(maxParts, "part")} for one file`,
      listing === "v1" ? "knows only the older ListObjects" : null,
      addressings[addressing],
      payload === "signed" ? "wants the SHA-256 of each body in its signature" : null,
    ],
    "; ",
  );
};

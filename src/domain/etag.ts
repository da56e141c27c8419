/** True for an ETag in the form of an MD5. Whether it is one, the encryption decides: with KMS it never is. */
export const hasMd5Form = (etag: string): boolean => /^[0-9a-f]{32}$/u.test(etag);

const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  );

/**
 * The ETag that S3 gives an object of parts: the MD5 of their MD5s, and their number. Null when the parts' ETags are no
 * MD5s. `md5` gives lower-case hex.
 */
export const multipartEtag = (
  partEtags: readonly string[],
  md5: (bytes: Uint8Array) => string,
): string | null => {
  const lowerCase = partEtags.map((etag) => etag.toLowerCase());
  return lowerCase.every(hasMd5Form)
    ? `${md5(fromHex(lowerCase.join("")))}-${partEtags.length}`
    : null;
};

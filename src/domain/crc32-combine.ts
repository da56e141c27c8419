// CRC-32 as zlib and S3 use it: reflected, so bit 31 of a word is the coefficient of x^0.
const polynomial = 0xedb88320;
const one = 0x80000000;

/** a(x) · b(x) modulo the polynomial. */
const multiply = (a: number, b: number): number => {
  let product = 0;
  let factor = b;
  for (let bit = one; bit !== 0; bit >>>= 1) {
    if ((a & bit) !== 0) product ^= factor;
    // Times x: a shift, and the remainder when x^31 overflows.
    factor = (factor & 1) === 0 ? factor >>> 1 : (factor >>> 1) ^ polynomial;
  }
  return product >>> 0;
};

/** x^(8 · bytes) modulo the polynomial. Lengths beyond 2^32 are usual here, so no bit operations on them. */
const shiftBy = (bytes: number): number => {
  let power = one >>> 8;
  let result = one;
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(power, result);
    power = multiply(power, power);
  }
  return result;
};

/**
 * CRC32 of A followed by B, from CRC32(A), CRC32(B) and the length of B in bytes (exact up to 2^53). All unsigned
 * 32 bit. Appending B multiplies A's remainder by x^(8 · length): Stigge et al., "Reversing CRC" (2006), section 2.
 */
export const combineCrc32 = (first: number, second: number, secondBytes: number): number =>
  (multiply(shiftBy(secondBytes), first) ^ second) >>> 0;

/** CRC32 of parts in their order; 0 for none. */
export const combineAllCrc32 = (
  parts: readonly { readonly crc32: number; readonly sizeBytes: number }[],
): number => parts.reduce((sum, part) => combineCrc32(sum, part.crc32, part.sizeBytes), 0);

/** Base64 of the big-endian four bytes, as S3 writes a CRC32. */
export const crc32ToBase64 = (crc32: number): string =>
  btoa(String.fromCharCode(crc32 >>> 24, (crc32 >>> 16) & 255, (crc32 >>> 8) & 255, crc32 & 255));

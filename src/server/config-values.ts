import { fail, ok, type Result } from "../domain/result.ts";

/** A whole number from `min` to `max`. */
export const parseNumber = (text: string, min: number, max: number): Result<number, string> => {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= min && value <= max
    ? ok(value)
    : fail(`must be a whole number from ${min} to ${max}`);
};

const sizeUnits: Readonly<Record<string, number>> = {
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

/** "512MiB" → bytes; at least 1 MiB. */
export const parseSize = (text: string): Result<number, string> => {
  const [, digits = "", unit = ""] = /^(\d+)\s?([MGT]iB)$/.exec(text) ?? [];
  const bytes = Number(digits) * (sizeUnits[unit] ?? 0);
  return bytes > 0 && Number.isSafeInteger(bytes)
    ? ok(bytes)
    : fail("must be a size such as 512MiB or 2GiB");
};

import { readByteSize } from "./byte-size.ts";
import type { AppErrorOf } from "./errors.ts";
import { fail, ok, type Result } from "./result.ts";

// Slower, and a part of 5 MiB takes longer than stores keep a connection.
const minBytesPerSecond = 16 * 1024;

const refuse = (problem: string) =>
  fail({ code: "InvalidInput", field: "limit", problem } as const);

/**
 * "5MiB/s", "500 kB/s", "1,5 MB/s", "2M" in bytes per second; the field in the queue and `--limit` read the same. Fails
 * with InvalidInput (limit).
 */
export const parseRate = (text: string): Result<number, AppErrorOf<"InvalidInput">> => {
  const bytesPerSecond = readByteSize(text.trim().replace(/(?:\/s|ps)$/i, ""));
  if (bytesPerSecond === null) return refuse("must be a speed such as 5MiB/s");
  return bytesPerSecond < minBytesPerSecond
    ? refuse("must be at least 16 KiB/s")
    : ok(bytesPerSecond);
};

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

/** Speeds to choose from, lowest first: from a telephone line that is shared to more than most offices have. */
export const limitPresets: readonly number[] = [
  64 * kibibyte,
  128 * kibibyte,
  256 * kibibyte,
  512 * kibibyte,
  mebibyte,
  2 * mebibyte,
  5 * mebibyte,
  10 * mebibyte,
  20 * mebibyte,
  50 * mebibyte,
];

/** The next speed to choose, higher or lower than `now`; null is no limit, which is above all of them. */
export const nextPreset = (now: number | null, way: "higher" | "lower"): number | null => {
  if (way === "higher")
    return now === null ? null : (limitPresets.find((preset) => preset > now) ?? null);
  const lower = limitPresets.findLast((preset) => now === null || preset < now);
  return lower ?? limitPresets[0] ?? null;
};

/** How much of the way from the lowest speed to none a limit leaves, from 0 to 1. */
export const limitShare = (bytesPerSecond: number | null): number =>
  bytesPerSecond === null
    ? 1
    : limitPresets.filter((preset) => preset <= bytesPerSecond).length / (limitPresets.length + 1);

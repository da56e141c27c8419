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

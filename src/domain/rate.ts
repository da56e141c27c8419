import type { AppErrorOf } from "./errors.ts";
import { fail, ok, type Result } from "./result.ts";

// The field in the queue and `--limit` read the same. Decimal units as network providers count, binary ones as file managers do; a bare letter is binary, as in curl.
const unitBytes: Readonly<Record<string, number>> = {
  b: 1,
  "": 1,
  k: 1024,
  kib: 1024,
  kb: 1000,
  m: 1024 ** 2,
  mib: 1024 ** 2,
  mb: 1000 ** 2,
  g: 1024 ** 3,
  gib: 1024 ** 3,
  gb: 1000 ** 3,
};

// Slower, and a part of 5 MiB takes longer than stores keep a connection.
const minBytesPerSecond = 16 * 1024;

const refuse = (problem: string) =>
  fail({ code: "InvalidInput", field: "limit", problem } as const);

/** "5MiB/s", "500 kB/s", "1,5 MB/s", "2M" in bytes per second. Fails with InvalidInput (limit). */
export const parseRate = (text: string): Result<number, AppErrorOf<"InvalidInput">> => {
  const [, number = "", unit = ""] =
    /^(\d+(?:[.,]\d+)?)\s*([kmg]?i?b?)(?:\/s|ps)?$/i.exec(text.trim()) ?? [];
  const factor = unitBytes[unit.toLowerCase()];
  if (number === "" || factor === undefined) return refuse("must be a speed such as 5MiB/s");
  const bytesPerSecond = Math.floor(Number(number.replace(",", ".")) * factor);
  return bytesPerSecond < minBytesPerSecond
    ? refuse("must be at least 16 KiB/s")
    : ok(bytesPerSecond);
};

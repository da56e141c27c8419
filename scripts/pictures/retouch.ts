import type { Retouch } from "./terminal-svg.ts";

const fit = (text: string, length: number): string => text.slice(0, length).padEnd(length);

/**
 * What is another one in each run although nothing has changed: names that are made at random, and speeds. Everything
 * else in the pictures is as the program drew it.
 */
const accidents: readonly (readonly [RegExp, string])[] = [
  [/(?<=request ID: +)[\dA-F]{16}/iu, "259342EF02AAD463"],
  [/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/u, "35279e19-abe3-4853-84bb-de38db08b76e"],
  [/(?<= of [\d.]+ MiB · ).* left *$/u, "2.4 MiB/s · 40 s left"],
  [/(?<= of \d+ parts {2}).*[KM]iB\/s *$/u, "1.2 MiB/s"],
];

/** A line without what differs by accident. */
export const retouch: Retouch = (line) =>
  accidents.reduce(
    (text, [pattern, instead]) => text.replace(pattern, (found) => fit(instead, found.length)),
    line,
  );

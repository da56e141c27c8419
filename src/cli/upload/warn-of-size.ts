import { formatBytes } from "../../domain/format.ts";

/** So much of what fits has come: there is still time to start over in another way. */
const warnedFrom = 0.9;

/** The same source, with a note before it is longer than `maxBytes`. */
export async function* warnOfSize(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
  say: (line: string) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let isWarned = false;
  for await (const piece of source) {
    bytes += piece.length;
    if (!isWarned && bytes > maxBytes * warnedFrom) {
      isWarned = true;
      say(`Warning: standard input is limited to ${formatBytes(maxBytes)} (10,000 parts).`);
    }
    yield piece;
  }
}

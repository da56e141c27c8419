import { S3Refusal, invalid } from "./refusal.ts";

/** Trailing headers of a chunked body, filled once it has been read to its end. */
export type Trailers = Map<string, string>;

const maxLineBytes = 8192;

/** Cuts a stream of bytes into lines and counted runs. */
class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  async #more(): Promise<void> {
    const next = await this.#chunks.next();
    if (next.done === true) {
      throw invalid("IncompleteBody", "The body ended before its last chunk.");
    }
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
  }

  /** The next line without its CRLF. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#held.indexOf("\r\n");
      if (end !== -1) {
        const line = this.#held.toString("latin1", 0, end);
        this.#held = this.#held.subarray(end + 2);
        return line;
      }
      if (this.#held.length > maxLineBytes) throw invalid("InvalidRequest", "A line is too long.");
      await this.#more();
    }
  }

  /** The next `count` bytes, in runs as they come. */
  async *run(count: number): AsyncGenerator<Buffer> {
    let left = count;
    while (left > 0) {
      if (this.#held.length === 0) await this.#more();
      const piece = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }
}

/**
 * The content of an `aws-chunked` body (STREAMING-UNSIGNED-PAYLOAD-TRAILER), which SDKs send for streams.
 * Puts the trailing headers into `trailers`. Throws IncompleteBody, InvalidRequest.
 */
export async function* decodeChunkedBody(
  source: AsyncIterable<Buffer>,
  trailers: Trailers,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  for (;;) {
    const size = /^([0-9a-f]{1,8})$/iu.exec(await reader.line())?.[1];
    if (size === undefined) throw invalid("InvalidRequest", "A chunk has no size.");
    const count = Number.parseInt(size, 16);
    if (count === 0) break;
    yield* reader.run(count);
    if ((await reader.line()) !== "") throw invalid("InvalidRequest", "A chunk is too long.");
  }
  for (;;) {
    const line = await reader.line();
    if (line === "") return;
    const colon = line.indexOf(":");
    trailers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
}

/** Throws NotImplemented for chunks that are signed one by one, which no client of ours sends. */
export const refuseSignedChunks = (payload: string | undefined): void => {
  if (payload?.startsWith("STREAMING-") && payload !== "STREAMING-UNSIGNED-PAYLOAD-TRAILER") {
    throw new S3Refusal(501, "NotImplemented", `${payload} is not implemented by the stand-in.`);
  }
};

import type { IncomingHttpHeaders } from "node:http";
import { HTTPParser } from "http-parser-js";
import { AnswerTooLong, joinChunks, maxInformation } from "./answer-size.ts";
import { decodeBody } from "./decode-body.ts";
import { noHttp } from "./http-call.ts";
import type { HttpReply } from "./http-call.ts";

/** Bytes of an answer that are not its body: heads, sizes of chunks, trailers. As node:http limits its heads. */
const maxHeadBytes = 16 * 1024;

/** Of "HTTP/1.1". */
const firstByte = 0x48;

/** `offset` and `end` are how far it is in what it was given; its types leave them out. */
type Parser = InstanceType<typeof HTTPParser> & { readonly offset?: number; readonly end?: number };

// As node:http reads heads: else a byte above 0x7f would lose its highest bit, and might end the line.
HTTPParser.encoding = "latin1";

interface ReplyHead {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly isReusable: boolean;
}

/** An answer, and whether its connection may carry another. */
export interface ParsedReply {
  readonly reply: HttpReply;
  /** The store keeps the connection, and nothing has followed its answer. */
  readonly isReusable: boolean;
}

const toHeaders = (list: readonly string[]): IncomingHttpHeaders => {
  const headers: IncomingHttpHeaders = {};
  for (let at = 0; at + 1 < list.length; at += 2) {
    // As with Node's: of what may come but once the first one counts.
    headers[(list[at] ?? "").toLowerCase()] ??= list[at + 1];
  }
  return headers;
};

/**
 * Reads the answers on one connection by http-parser-js, one request at a time, with what that leaves open: lengths that
 * are none, encodings that nobody asked for, heads and bodies without end.
 */
export class ReplyParser {
  readonly #parser: Parser = new HTTPParser(HTTPParser.RESPONSE);
  #maxBytes = 0;
  #head: ReplyHead | null = null;
  #chunks: Buffer[] = [];
  #bodyBytes = 0;
  #readBytes = 0;
  #informationCount = 0;
  #parsed: ParsedReply | null = null;

  constructor() {
    const parser = this.#parser;
    parser[HTTPParser.kOnHeadersComplete] = ({ statusCode, headers, shouldKeepAlive }) =>
      this.#readHead({
        status: statusCode,
        headers: toHeaders(headers),
        isReusable: shouldKeepAlive,
      });
    parser[HTTPParser.kOnBody] = (chunk, offset, length) => {
      if (!(length > 0)) throw noHttp();
      // A copy: the next bytes of any connection come to lie in the same place.
      this.#readBody(Buffer.from(chunk.subarray(offset, offset + length)));
    };
    parser[HTTPParser.kOnMessageComplete] = () => this.#complete();
  }

  /** Expects the next answer, whose body has at most so many bytes. */
  expect(maxBytes: number): void {
    this.#maxBytes = maxBytes;
    this.#head = null;
    this.#chunks = [];
    this.#bodyBytes = 0;
    this.#readBytes = 0;
    this.#informationCount = 0;
    this.#parsed = null;
  }

  /** Gives the answer once these bytes complete it, else null, and keeps none of them. Throws noHttp or AnswerTooLong. */
  read(bytes: Buffer): ParsedReply | null {
    // It would wait for the end of the line, whatever that is.
    if (this.#readBytes === 0 && bytes[0] !== firstByte) throw noHttp();
    const read = this.#parser.execute(bytes);
    if (this.#parsed !== null) return this.#parsed;
    this.#readBytes += bytes.length;
    // What it cannot read is an Error that it gives.
    if (read !== bytes.length || this.#readBytes - this.#bodyBytes > maxHeadBytes) throw noHttp();
    return null;
  }

  /** The connection has ended, and with it an answer that names no length. */
  finish(): ParsedReply | null {
    this.#parser.finish();
    return this.#parsed;
  }

  #readHead(head: ReplyHead): 0 | 1 {
    // What follows an answer is nobody's.
    if (this.#parsed !== null) return 1;
    const { status, headers } = head;
    if (status === 101) throw noHttp();
    // The parser would count with it all the same, backwards and for ever.
    if (!/^\d+$/u.test(headers["content-length"] ?? "0")) throw noHttp();
    if ((headers["transfer-encoding"] ?? "chunked").toLowerCase() !== "chunked") throw noHttp();
    this.#head = head;
    // These have no body, whatever their head says: RFC 9112 6.3.
    return status === 204 || status === 304 ? 1 : 0;
  }

  #readBody(chunk: Buffer): void {
    if (this.#parsed !== null) return;
    this.#bodyBytes += chunk.length;
    if (this.#bodyBytes > this.#maxBytes)
      throw new AnswerTooLong(this.#head?.status ?? 0, this.#maxBytes);
    this.#chunks.push(chunk);
  }

  #complete(): void {
    const head = this.#head;
    if (this.#parsed !== null || head === null) return;
    const { status, headers } = head;
    if (status < 200) {
      // "Continue" and its like: the answer is yet to come.
      this.#informationCount += 1;
      if (this.#informationCount > maxInformation) throw noHttp();
      return;
    }
    const whole = joinChunks(this.#chunks);
    const body = decodeBody(headers["content-encoding"], whole, this.#maxBytes);
    if (body === null) throw noHttp();
    const isLast = (this.#parser.offset ?? 0) >= (this.#parser.end ?? 0);
    this.#parsed = {
      reply: { status, headers, body },
      isReusable: isLast && head.isReusable,
    };
  }
}

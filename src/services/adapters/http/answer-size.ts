import type { ClientRequest, IncomingMessage } from "node:http";
import { networkError } from "./http-call.ts";

/** Any answer but a list: S3's longest, an error with its headers, has a few KiB. */
export const shortAnswerBytes = 1024 * 1024;

/** A page of a list: 1,000 keys of 1,024 bytes that are escaped sixfold ("&quot;") take 6 MiB. */
export const listAnswerBytes = 8 * 1024 * 1024;

/** A log server says a line: docs/log-protocol.md. */
export const logAnswerBytes = 64 * 1024;

/** Those before the answer itself (RFC 9110 15.2): a request needs one, "100 Continue". */
export const maxInformation = 16;

/** Somebody answered at more length than any answer has; the rest was not read. */
export class AnswerTooLong extends Error {
  readonly code = "ERR_ANSWER_TOO_LONG";
  readonly status: number;

  constructor(status: number, maxBytes: number) {
    super(`the answer is longer than ${maxBytes} bytes`);
    this.status = status;
  }
}

const noBody = Buffer.alloc(0);

/** The body that these are, without a copy where there is but one. */
export const joinChunks = (chunks: readonly Buffer[]): Buffer =>
  chunks.length > 1 ? Buffer.concat(chunks) : (chunks[0] ?? noBody);

/** What becomes of the body of an answer; one of the two is called once, or neither. */
interface BodyEnds {
  readonly done: (body: Buffer) => void;
  readonly tooLong: (error: AnswerTooLong) => void;
}

/** Collects the body of an answer that has no more than `maxBytes`. */
export const readBody = (
  response: IncomingMessage,
  maxBytes: number,
  { done, tooLong }: BodyEnds,
): void => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on("data", (chunk: Buffer) => {
    const wasTooLong = bytes > maxBytes;
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    else if (!wasTooLong) {
      chunks.length = 0;
      tooLong(new AnswerTooLong(response.statusCode ?? 0, maxBytes));
    }
  });
  response.once("end", () => {
    if (bytes > maxBytes) return;
    done(joinChunks(chunks));
  });
};

/** Ends a request that gets one answer after another which is none. Heads have a limit of Node's own: 16 KiB. */
export const limitInformation = (request: ClientRequest): void => {
  let count = 0;
  request.on("information", () => {
    count += 1;
    if (count > maxInformation)
      request.destroy(networkError("HPE_INVALID", "the response never begins"));
  });
};

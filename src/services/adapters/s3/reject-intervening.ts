import type { IncomingHttpHeaders } from "node:http";
import type { StoreAnswer } from "../../../domain/errors.ts";
import type { HttpReply, HttpSender } from "../http/http-call.ts";
import { readRetryAfter } from "./store-refusal.ts";

const peekBytes = 2_048;

const isHtml = (headers: IncomingHttpHeaders, start: string): boolean =>
  start !== "" &&
  (/^(?:text\/html|application\/xhtml)/iu.test(headers["content-type"] ?? "") ||
    /^(?:<!doctype html|<html)/iu.test(start));

// What S3's own documents begin with; Error stands for all that went wrong.
const s3Document =
  /<(?:[\w.-]+:)?(?:Error|ListBucketResult|InitiateMultipartUploadResult|CompleteMultipartUploadResult)[\s>]/u;

const hasS3Sign = (headers: IncomingHttpHeaders, start: string): boolean =>
  // A weak one is a web server's.
  (headers.etag !== undefined && !headers.etag.startsWith("W/")) ||
  Object.keys(headers).some((name) => name.startsWith("x-amz-")) ||
  s3Document.test(start);

const titleOf = (page: string): string | null =>
  /<title[^>]*>([^<]{1,200})/iu.exec(page)?.[1]?.replaceAll(/\s+/gu, " ").trim() ?? null;

/** An answer that no store gave; `answer` is what it said. */
export class InterveningReply extends Error {
  readonly answer: StoreAnswer;
  readonly retryAfterMs: number | null;

  constructor({ status, headers, body }: HttpReply) {
    super(`answered with status ${status} by something that is no storage service`);
    const title = titleOf(body.toString("utf8", 0, peekBytes));
    this.answer = { status, ...(title !== null && { storeMessage: title }) };
    this.retryAfterMs = readRetryAfter(headers["retry-after"] ?? null);
  }
}

/** The reply, where a store may have given it; throws InterveningReply. */
const ofStore = (reply: HttpReply): HttpReply => {
  const { headers, body } = reply;
  // Nearly every answer to a body is empty.
  const start = body.length === 0 ? "" : body.toString("utf8", 0, peekBytes).trimStart();
  if (isHtml(headers, start) || !hasS3Sign(headers, start)) throw new InterveningReply(reply);
  return reply;
};

/**
 * A sender that tells the answers of a store from those of a program in between: a page with something on it is a
 * proxy's or a portal's, whatever its status, and so is an answer without any sign of S3. Rejects with
 * InterveningReply. A header alone does not make a page: Swift calls its empty answers text/html.
 */
export const rejectIntervening = (sender: HttpSender): HttpSender => ({
  send: (call) => sender.send(call).then(ofStore),
  close: () => sender.close(),
});

import { isBlank, nonEmpty } from "../../../domain/non-empty.ts";
import type { StoreAnswer } from "../../../domain/errors.ts";
import type { HttpReply } from "../http/http-call.ts";
import { readDocument, xmlText } from "./s3-document.ts";

/** An error that the store answered, read from XML or from the SDK's exception. */
export interface StoreRefusal {
  readonly status: number;
  /** The store's own code, such as `NoSuchUpload`; null when it gave none. */
  readonly code: string | null;
  readonly message: string | null;
  readonly requestId: string | null;
  /** Region of the bucket when the answer names it. */
  readonly region: string | null;
  /** Host under which the bucket is to be asked for, when the answer names one. */
  readonly endpoint: string | null;
  /** The store's time. */
  readonly serverAtMs: number | null;
  readonly retryAfterMs: number | null;
  /** The most that the store takes, where it says so. */
  readonly maxBytes: number | null;
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

const header = (headers: Headers, name: string): string | null => {
  const value = headers[name];
  return typeof value === "string" ? value : null;
};

const toMs = (date: string | null): number | null => {
  const ms = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(ms) ? null : ms;
};

/** Seconds or a date, as HTTP allows. */
export const readRetryAfter = (value: string | null): number | null => {
  if (value === null) return null;
  if (/^\d+$/u.test(value)) return Number(value) * 1000;
  const atMs = toMs(value);
  return atMs === null ? null : Math.max(0, atMs - Date.now());
};

const toCount = (value: unknown): number | null => {
  const count = Number(value ?? Number.NaN);
  return Number.isSafeInteger(count) ? count : null;
};

/** The store's sentence, with the header it is about where it names that apart: "… not implemented (If-None-Match)". */
const withSubject = (message: string | null, subject: string | null): string | null => {
  if (subject === null || message?.includes(subject) === true) return message;
  return message === null ? subject : `${message} (${subject})`;
};

/** Reads an error answer; one without a document has its status only. */
export const readRefusal = ({ status, headers, body }: HttpReply): StoreRefusal => {
  const xml = readDocument(body);
  return {
    status,
    code: nonEmpty(xmlText(xml, "Code")),
    message: withSubject(
      nonEmpty(xmlText(xml, "Message")),
      nonEmpty(xmlText(xml, "Header") ?? xmlText(xml, "ArgumentName")),
    ),
    requestId: header(headers, "x-amz-request-id") ?? xmlText(xml, "RequestId"),
    region: nonEmpty(header(headers, "x-amz-bucket-region") ?? xmlText(xml, "Region")),
    endpoint: nonEmpty(xmlText(xml, "Endpoint")?.trim()),
    maxBytes: toCount(xmlText(xml, "MaxSizeAllowed")),
    // The header may be that of a proxy, whose clock is another one.
    serverAtMs: toMs(xmlText(xml, "ServerTime")) ?? toMs(header(headers, "date")),
    retryAfterMs: readRetryAfter(header(headers, "retry-after")),
  };
};

const peekBytes = 2_048;
// A comment has no "-->" within: else there are two ways to read each of them, and 2^n to read n.
const errorRoot = /^\s*(?:<\?[^>]*\?>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:[\w.-]+:)?Error[\s>]/su;

const isErrorDocument = (body: Buffer): boolean => {
  const start = body.toString("utf8", 0, peekBytes);
  // S3 sends white space as long as it works on an answer.
  return errorRoot.test(isBlank(start) ? body.toString("utf8") : start);
};

/** What will be answered in the same way each time. */
const lastingStatuses: ReadonlyMap<string | null, number> = new Map([
  ["NotImplemented", 501],
  ["MethodNotAllowed", 405],
]);

/**
 * What an answer refuses; null for a success, which is any status from 200 on. S3 may send that before it knows how an
 * upload ends: what counts then is the document, and as a status it would be 500 or 503, worth another attempt.
 */
export const refusalOf = (reply: HttpReply): StoreRefusal | null => {
  if (reply.status < 200 || reply.status > 299) return readRefusal(reply);
  if (!isErrorDocument(reply.body)) return null;
  const refusal = readRefusal(reply);
  return { ...refusal, status: lastingStatuses.get(refusal.code) ?? 503 };
};

/** The part that goes with an AppError. */
export const toStoreAnswer = (refusal: StoreRefusal): StoreAnswer => ({
  status: refusal.status,
  ...(refusal.code !== null && { storeCode: refusal.code }),
  ...(refusal.message !== null && { storeMessage: refusal.message }),
  ...(refusal.requestId !== null && { requestId: refusal.requestId }),
});

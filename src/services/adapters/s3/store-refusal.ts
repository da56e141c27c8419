import { nonEmpty } from "../../../domain/non-empty.ts";
import type { StoreAnswer } from "../../../domain/errors.ts";
import { isRecord } from "../../../domain/json.ts";
import type { HttpReply } from "../http/http-call.ts";

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

const unescapeXml = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");

/** Text as it may stand within an element. */
export const escapeXml = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** The text of the first `<name>` in `xml`; null when there is none. */
export const xmlText = (xml: string, name: string): string | null => {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`, "u").exec(xml)?.[1];
  return found === undefined ? null : unescapeXml(found);
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

const fromHeaders = (headers: Headers) => ({
  serverAtMs: toMs(header(headers, "date")),
  retryAfterMs: readRetryAfter(header(headers, "retry-after")),
});

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
  const xml = body.toString("utf8");
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
    ...fromHeaders(headers),
  };
};

/** The SDK's names for an answer without a document say nothing. */
const meaningful = (said: string | null, empty: RegExp): string | null =>
  said === null || empty.test(said) ? null : nonEmpty(said);

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

const toHeaders = (value: unknown): Headers =>
  isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, String(each)]))
    : {};

/** Reads the SDK's exception for an error answer; null when it is none (network trouble, abort, a bug). */
export const readSdkException = (error: unknown): StoreRefusal | null => {
  if (!isRecord(error) || !isRecord(error["$metadata"])) return null;
  const status = error["$metadata"]["httpStatusCode"];
  if (typeof status !== "number") return null;
  const response = error["$response"];
  const headers = toHeaders(isRecord(response) ? response["headers"] : undefined);
  const code = text(error["Code"]) ?? text(error["name"]);
  return {
    status,
    code: meaningful(code, /^(Unknown|UnknownError|Error)$/u),
    message: meaningful(text(error["message"]), /^(Unknown|UnknownError)$/u),
    requestId: text(error["$metadata"]["requestId"]) ?? text(error["RequestId"]),
    region: nonEmpty(header(headers, "x-amz-bucket-region") ?? text(error["Region"])),
    endpoint: nonEmpty(text(error["Endpoint"])?.trim()),
    maxBytes: toCount(error["MaxSizeAllowed"]),
    ...fromHeaders(headers),
  };
};

/** Where a redirection leads that the SDK threw; null for anything else. */
export const locationOf = (error: unknown): string | null => {
  const response = isRecord(error) ? error["$response"] : undefined;
  return header(toHeaders(isRecord(response) ? response["headers"] : undefined), "location");
};

/** The part that goes with an AppError. */
export const toStoreAnswer = (refusal: StoreRefusal): StoreAnswer => ({
  status: refusal.status,
  ...(refusal.code !== null && { storeCode: refusal.code }),
  ...(refusal.message !== null && { storeMessage: refusal.message }),
  ...(refusal.requestId !== null && { requestId: refusal.requestId }),
});

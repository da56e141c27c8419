import type { AppErrorCode } from "./errors.ts";
import { isRecord } from "./json.ts";

/** Fields of errors that are null where there is nothing to say, and "" in JSON. */
const emptyInJson: Readonly<Partial<Record<AppErrorCode, readonly string[]>>> = {
  ChecksumMismatch: ["ours", "theirs"],
  WrongRegion: ["is"],
};

const fieldsOf = ({ code }: Readonly<Record<string, unknown>>): readonly string[] => {
  const fields: Readonly<Record<string, readonly string[]>> = emptyInJson;
  return typeof code === "string" && Object.hasOwn(fields, code) ? (fields[code] ?? []) : [];
};

const replaceFields = (value: unknown, from: "" | null, to: "" | null): unknown => {
  if (!isRecord(value)) return value;
  const found = fieldsOf(value).filter((field) => value[field] === from);
  if (found.length === 0) return value;
  return { ...value, ...Object.fromEntries(found.map((field) => [field, to])) };
};

// A quote within a text is escaped: what these find is a field, or nothing.
const hasNull = /"(?:ours|theirs|is)":null/u;
const hasEmpty = /"(?:ours|theirs|is)":""/u;

// Controls that JSON leaves as they are, and all that changes the direction of text or cannot be seen.
const unseen = /[\x7F-\x9F\u2028\u2029]|\p{Cf}/gu;

const toEscapes = (sign: string): string =>
  Array.from(
    { length: sign.length },
    (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, "0")}`,
  ).join("");

/** The same JSON, and nothing in it that a terminal obeys: it may be printed as it is. */
export const escapeUnseen = (json: string): string => json.replace(unseen, toEscapes);

/**
 * JSON of whatever may hold an AppError, for others to read: on disk, on the socket, in --json. Release 0.1.0 wrote ""
 * for what an error had nothing to say about, and takes any other value for the checksum of a damaged object.
 */
export const toWireJson = (value: unknown): string => {
  const json = JSON.stringify(value);
  return escapeUnseen(
    hasNull.test(json)
      ? JSON.stringify(value, (_key, each: unknown) => replaceFields(each, null, ""))
      : json,
  );
};

/** The value of such JSON, as the program knows it. Throws SyntaxError. */
export const fromWireJson = (json: string): unknown =>
  hasEmpty.test(json)
    ? JSON.parse(json, (_key, each: unknown) => replaceFields(each, "", null))
    : JSON.parse(json);

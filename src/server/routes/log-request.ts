import { randomUUID } from "node:crypto";
import type { LogEntry } from "../ports.ts";
import { textOf } from "../../domain/non-empty.ts";
import { fail, ok, type Result } from "../../domain/result.ts";

/** A decoded body whose shape is not checked yet, but for the token. Wire: docs/log-protocol.md. */
export interface LogRequest {
  readonly auth: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Which part of the body is wrong, in words that fit behind "400": the field's name comes first. */
export interface BadRequest {
  readonly field: string;
  readonly problem: string;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

const bad = (field: string, problem: string) => fail({ field, problem });

/** Decodes the bytes of a post, whatever its content type says: the original client declares none. */
export const decodeLogRequest = (body: Uint8Array): Result<LogRequest, BadRequest> => {
  // What is no object is refused in a moment; an own "__proto__" from JSON is a name like any other.
  let fields: Readonly<Record<string, unknown>> | null;
  try {
    fields = JSON.parse(utf8.decode(body));
  } catch {
    return bad("body", "is not JSON in UTF-8");
  }
  if (typeof fields !== "object" || fields === null || Array.isArray(fields))
    return bad("body", "is not a JSON object");
  const auth = textOf(fields["Auth"]);
  if (auth === null) return bad("Auth", "is missing or not a string");
  return ok({ auth, fields });
};

/** Longest accepted value of the fields beside LogMessage, in UTF-16 units. An S3 key has 1,024 bytes at most. */
const shortFieldChars = 2048;
const idChars = 128;

interface Reader {
  readonly text: (name: string, maxChars?: number) => string | undefined;
  readonly count: (name: string) => number | undefined;
}

/** Reads optional fields; the first broken one goes to `report`. Null counts as absent. */
const createReader = (
  fields: LogRequest["fields"],
  report: (problem: BadRequest) => void,
): Reader => ({
  text: (name, maxChars = shortFieldChars) => {
    const value = fields[name];
    if (value === undefined || value === null || value === "") return undefined;
    if (typeof value !== "string") report({ field: name, problem: "is not a string" });
    else if (value.length > maxChars)
      report({ field: name, problem: `is longer than ${maxChars} characters` });
    // Half a surrogate pair cannot be written as UTF-8.
    else return value.toWellFormed();
    return undefined;
  },
  count: (name) => {
    const value = fields[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
    report({ field: name, problem: "is not a whole number" });
    return undefined;
  },
});

/** Checks the shape of a request that the token has let in. Fails with the first field that is wrong. */
export const toLogEntry = (
  request: LogRequest,
  tokenName: string,
  receivedAtMs: number,
): Result<LogEntry, BadRequest> => {
  const action = request.fields["Action"];
  if (action !== "Success" && action !== "Fail")
    return bad("Action", 'is neither "Success" nor "Fail"');
  const message = request.fields["LogMessage"];
  if (typeof message !== "string") return bad("LogMessage", "is missing or not a string");
  let problem: BadRequest | null = null;
  const { text, count } = createReader(request.fields, (found) => (problem ??= found));
  const id = text("Id", idChars);
  // Mended, two different Ids would be one, and the second message would count as seen.
  if (id !== undefined && id !== request.fields["Id"])
    return bad("Id", "has half a surrogate pair");
  const entry: LogEntry = {
    id: id ?? randomUUID(),
    isRepeatable: id !== undefined,
    tokenName,
    action,
    message: message.toWellFormed(),
    receivedAtMs,
    sender: text("Sender"),
    at: text("At"),
    bucket: text("Bucket"),
    key: text("Key"),
    bytes: count("Bytes"),
    sha256: text("Sha256"),
    etag: text("ETag"),
    requestId: text("RequestId"),
  };
  return problem === null ? ok(entry) : fail(problem);
};

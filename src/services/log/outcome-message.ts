import { readAccessDenial } from "../../domain/access-denial.ts";
import { errorKind, type ErrorKind } from "../../domain/error-kinds.ts";
import type { AppError, StoreAnswer } from "../../domain/errors.ts";
import type { Outcome } from "../../domain/outcome.ts";
import type { Receipt } from "../../domain/receipt.ts";
import type { Transfer } from "../../domain/transfer.ts";

/** The log server takes 64 KiB in all; a store's message can be long. */
const maxMessageCharacters = 8_000;

/** Who can mend it, for the recipient: a kind is named as the sender at the keyboard sees it. */
const fixers: Readonly<Record<ErrorKind, string>> = {
  you: "sender",
  network: "network or service",
  key: "issuer of the key",
  "owner of the bucket": "bucket owner",
  "log server": "administrator of the log server",
};

/** A denial without an S3 code may be a proxy's. */
const kindOf = (error: AppError): ErrorKind =>
  error.code === "AccessDenied" && readAccessDenial(error).reason === "no code"
    ? "network"
    : errorKind(error.code);

const answerLines = (answer: StoreAnswer | undefined): readonly string[] => {
  if (!answer) return [];
  const said = [answer.storeCode, answer.storeMessage].filter((part) => part !== undefined);
  return [
    ...(answer.status === undefined ? [] : [`HTTP status: ${answer.status}`]),
    ...(said.length === 0 ? [] : [`Storage service: ${said.join(": ")}`]),
    ...(answer.requestId === undefined ? [] : [`Request ID: ${answer.requestId}`]),
  ];
};

/** What the key needs, in the words of policies; nothing where that would be a guess. */
const neededLines = (error: AppError): readonly string[] => {
  if (error.code !== "AccessDenied") return [];
  const denial = readAccessDenial(error);
  if (denial.reason === "explicit deny") return [`denied by a policy: ${denial.action}`];
  return denial.reason === "permission" ? [`permission needed: ${denial.action}`] : [];
};

/** Said by other lines: `right` is this program's word for the permission that it asked for. */
const toldElsewhere: ReadonlySet<string> = new Set(["code", "answer", "right"]);

/** The fields of an error by name, in the order it has them; they hold data, never secrets. */
const detailLines = (error: AppError): readonly string[] =>
  Object.entries(error)
    .filter(([name, value]) => !toldElsewhere.has(name) && (value ?? null) !== null)
    .map(
      ([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`,
    );

/** Everything about an error that the administrator may need, one fact a line. Holds no secret. */
export const errorText = (error: AppError): string =>
  [
    `${error.code} (to fix: ${fixers[kindOf(error)]})`,
    ...neededLines(error),
    ...detailLines(error),
    ...answerLines("answer" in error ? error.answer : undefined),
  ].join("\n");

const isoTime = (atMs: number): string => new Date(atMs).toISOString();

/** The whole receipt: what it is about in one line, and the proofs in the next. */
const receiptMessage = (receipt: Receipt): string => {
  const { bucket, key, bytes, sha256, crc32, etag, versionId, requestId } = receipt;
  const sum = sha256 === null ? "" : `, SHA-256 ${sha256}`;
  const proofs = [
    ["file", receipt.name],
    ["CRC32", crc32],
    ["ETag", etag],
    ["version ID", versionId],
    ["request ID", requestId],
    ["verified", receipt.verified],
    ["uploaded", `${isoTime(receipt.startedAtMs)} to ${isoTime(receipt.endedAtMs)}`],
    ["receipt", receipt.id],
  ].flatMap(([name, value]) => (value === null ? [] : [`${name} ${value}`]));
  const first = `Successful upload to ${bucket}: ${key} (${bytes} bytes${sum}) from ${receipt.sender}`;
  return `${first}\n${proofs.join(" · ")}`;
};

/** What the log is told of a delivered transfer. The outcome has the receipt's id. */
export const successOutcome = (receipt: Receipt): Outcome => ({
  id: receipt.id,
  action: "Success",
  message: receiptMessage(receipt),
  atMs: receipt.endedAtMs,
  sender: receipt.sender,
  connection: receipt.connection,
  bucket: receipt.bucket,
  key: receipt.key,
  bytes: receipt.bytes,
  ...(receipt.sha256 === null ? {} : { sha256: receipt.sha256 }),
  ...(receipt.etag === null ? {} : { etag: receipt.etag }),
  ...(receipt.requestId === null ? {} : { requestId: receipt.requestId }),
});

export interface FailureFacts {
  readonly id: string;
  readonly transfer: Transfer;
  readonly error: AppError;
  readonly atMs: number;
  /** user@host. */
  readonly sender: string;
}

/** What the log is told of a failed transfer: the whole error, with the store's request id. */
export const failureOutcome = ({ id, transfer, error, atMs, sender }: FailureFacts): Outcome => {
  const { connection, bucket, key } = transfer.target;
  const requestId = "answer" in error ? error.answer?.requestId : undefined;
  const message = `Failed upload to ${bucket}: ${key} from ${sender}\nFile: ${transfer.path}\n${errorText(error)}`;
  return {
    id,
    action: "Fail",
    message: message.slice(0, maxMessageCharacters),
    atMs,
    sender,
    connection,
    bucket,
    key,
    bytes: transfer.fingerprint.sizeBytes,
    ...(requestId === undefined ? {} : { requestId }),
  };
};

/** What the log is told of a refused connection check, before anything was sent. */
export const refusedCheckOutcome = (facts: {
  readonly id: string;
  readonly connection: string;
  readonly bucket: string;
  readonly error: AppError;
  readonly atMs: number;
  readonly sender: string;
}): Outcome => ({
  id: facts.id,
  action: "Fail",
  message:
    `Connection check failed: ${facts.connection} to ${facts.bucket} from ${facts.sender}\n${errorText(facts.error)}`.slice(
      0,
      maxMessageCharacters,
    ),
  atMs: facts.atMs,
  sender: facts.sender,
  connection: facts.connection,
  bucket: facts.bucket,
});

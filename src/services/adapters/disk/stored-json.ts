import { nonEmpty } from "../../../domain/non-empty.ts";
import { isErrorCode } from "../../../domain/error-kinds.ts";
import type { AppError } from "../../../domain/errors.ts";
import { isRecord } from "../../../domain/json.ts";
import type { Outcome } from "../../../domain/outcome.ts";
import type { Receipt } from "../../../domain/receipt.ts";
import type { UploadOptions } from "../../../domain/transfer.ts";
import { fromWireJson } from "../../../domain/wire-json.ts";

const hasTexts = (value: unknown, names: readonly string[]): boolean =>
  isRecord(value) && names.every((name) => typeof value[name] === "string");

const hasNumbers = (value: unknown, names: readonly string[]): boolean =>
  isRecord(value) && names.every((name) => typeof value[name] === "number");

// Enough to tell our own rows from damage: nobody else writes this file.
export const isStoredError = (value: unknown): value is AppError =>
  isRecord(value) && typeof value["code"] === "string" && isErrorCode(value["code"]);

export const isStoredOptions = (value: unknown): value is UploadOptions => isRecord(value);

const isStoredReceipt = (value: unknown): value is Receipt & { readonly etag: string } =>
  hasTexts(value, ["id", "transferId", "path", "bucket", "key", "etag", "verified"]) &&
  hasNumbers(value, ["bytes", "startedAtMs", "endedAtMs"]);

export const isStoredOutcome = (value: unknown): value is Outcome =>
  hasTexts(value, ["id", "action", "message", "sender"]) && hasNumbers(value, ["atMs"]);

/** The stored value, when `isValid` says so. Throws SyntaxError for damage. */
export const parseStored = <T>(text: unknown, isValid: (value: unknown) => value is T): T => {
  const value = fromWireJson(String(text));
  if (!isValid(value)) throw new SyntaxError("a stored value is damaged");
  return value;
};

/** A receipt as it is stored: release 0.1.0 reads "" where a store gave no ETag. */
export const toStoredReceipt = (receipt: Receipt): string =>
  JSON.stringify({ ...receipt, etag: receipt.etag ?? "" });

/** The receipt that was stored. Throws SyntaxError for damage. */
export const parseStoredReceipt = (text: unknown): Receipt => {
  const receipt = parseStored(text, isStoredReceipt);
  return { ...receipt, etag: nonEmpty(receipt.etag) };
};

/** The member of `allowed` that was stored. Throws SyntaxError for damage. */
export const parseStoredName = <T extends string>(text: unknown, allowed: readonly T[]): T => {
  const found = allowed.find((name) => name === text);
  if (found === undefined) throw new SyntaxError(`unknown stored name ${String(text)}`);
  return found;
};

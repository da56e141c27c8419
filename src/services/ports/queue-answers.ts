import type { AppError } from "../../domain/errors.ts";
import { isCount, isRecord } from "../../domain/json.ts";
import type { Result } from "../../domain/result.ts";
import type { AddedTransfer, QueueSnapshot, TakenKey } from "./transfer-view.ts";

/** True for the answer of a command that gives nothing back. */
export const isNothing = (value: unknown): value is void => value === undefined;

/**
 * True for the frame of a snapshot. The rows are taken as they are: they come from our own program, in a folder
 * that nobody else may write, and speak the protocol version that was agreed in the hello.
 */
export const isSnapshot = (value: unknown): value is QueueSnapshot =>
  isRecord(value) &&
  isRecord(value["totals"]) &&
  Array.isArray(value["rows"]) &&
  isCount(value["from"]) &&
  isCount(value["rowCount"]) &&
  isRecord(value["log"]);

const isError = (value: unknown): value is AppError =>
  isRecord(value) && typeof value["code"] === "string";

const isAdded = (value: unknown): value is AddedTransfer =>
  isRecord(value) &&
  typeof value["path"] === "string" &&
  (typeof value["id"] === "string" || isError(value["error"]));

const isTaken = (value: unknown): value is TakenKey =>
  isRecord(value) &&
  typeof value["key"] === "string" &&
  isCount(value["sizeBytes"]) &&
  Number.isFinite(value["modifiedAtMs"]);

/** True for what `findTaken` answers. */
export const isTakenResult = (value: unknown): value is Result<readonly TakenKey[], AppError> => {
  if (!isRecord(value)) return false;
  if (value["ok"] === false) return isError(value["error"]);
  return value["ok"] === true && Array.isArray(value["value"]) && value["value"].every(isTaken);
};

/** True for what `add` answers. */
export const isAddResult = (
  value: unknown,
): value is Result<readonly AddedTransfer[], AppError> => {
  if (!isRecord(value)) return false;
  if (value["ok"] === false) return isError(value["error"]);
  return value["ok"] === true && Array.isArray(value["value"]) && value["value"].every(isAdded);
};

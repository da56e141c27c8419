import { isCount, isRecord } from "../../../domain/json.ts";
import type { AppError } from "../../../domain/errors.ts";
import type { Result } from "../../../domain/result.ts";
import type { AddedTransfer, QueueSnapshot } from "../../queue/transfer-desk.ts";
import type { CallFault, DeskAnswer } from "./desk-messages.ts";

const isFault = (value: unknown): value is CallFault =>
  value === "not understood" || value === "failed" || value === "too long";

/** An answer's envelope; null when it is none. */
export const parseDeskAnswer = (value: unknown): DeskAnswer | null => {
  if (!isRecord(value)) return null;
  if (value["changed"] === true) return { changed: true };
  const { id, fault } = value;
  if (!isCount(id)) return null;
  if (isFault(fault)) return { id, fault };
  return "value" in value ? { id, value: value["value"] } : null;
};

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

/** True for what `add` answers. */
export const isAddResult = (
  value: unknown,
): value is Result<readonly AddedTransfer[], AppError> => {
  if (!isRecord(value)) return false;
  if (value["ok"] === false) return isError(value["error"]);
  return value["ok"] === true && Array.isArray(value["value"]) && value["value"].every(isAdded);
};

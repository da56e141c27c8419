import { displayName } from "../domain/display-name.ts";
import { formatBytes } from "../domain/format.ts";
import type { Receipt } from "../domain/receipt.ts";

const two = (value: number) => String(value).padStart(2, "0");

const localTime = (atMs: number) => {
  const at = new Date(atMs);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
};

/** A receipt in one line, for the history. */
export const receiptLine = (receipt: Receipt): string => {
  const { endedAtMs, bytes, bucket, key, id } = receipt;
  const size = formatBytes(bytes).padStart(10);
  return `${localTime(endedAtMs)} ${size}  ${bucket}/${displayName(key)}  ${id}`;
};

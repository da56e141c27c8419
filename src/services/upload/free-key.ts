import type { AppError } from "../../domain/errors.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { findObject } from "./equal-object.ts";
import type { UploadContext } from "./upload-context.ts";

/** So many copies of one name are a mistake somewhere else. */
const maxCopies = 1_000;

const copyName = /^(?<stem>.*) \((?<number>\d+)\)$/s;

/** The key after this one: `a/name.ext` → `a/name (2).ext` → `a/name (3).ext`. A leading dot begins no extension. */
export const nextKey = (key: string): string => {
  const slash = key.lastIndexOf("/") + 1;
  const dot = key.lastIndexOf(".");
  const end = dot > slash ? dot : key.length;
  const name = key.slice(slash, end);
  const match = copyName.exec(name)?.groups;
  const number = match ? Number(match["number"]) + 1 : 2;
  return `${key.slice(0, slash)}${match?.["stem"] ?? name} (${number})${key.slice(end)}`;
};

/** Moves the transfer to the first key after its own that no object has. ObjectExists after 1,000 attempts. */
export const moveToFreeKey = async (context: UploadContext): Promise<Result<void, AppError>> => {
  const { bucket, key: taken } = context.record.transfer.target;
  let key = taken;
  for (let copy = 0; copy < maxCopies; copy += 1) {
    key = nextKey(key);
    const found = await findObject(context, key);
    if (!found.ok) return found;
    if (found.value === null) return context.record.change({ type: "renamed", key });
  }
  return fail({ code: "ObjectExists", bucket, key: taken });
};

/**
 * Before a large file is sent: is its key free? Skip gives ObjectExists, rename moves to a free key, replace does
 * not look. What still comes in between is refused by the store itself (`If-None-Match`).
 */
export const resolveKey = async (context: UploadContext): Promise<Result<void, AppError>> => {
  const { conflict, target } = context.record.transfer;
  if (!context.mustBeNew) return ok(undefined);
  const found = await findObject(context, target.key);
  if (!found.ok) return found;
  if (found.value === null) return ok(undefined);
  if (conflict === "rename") return moveToFreeKey(context);
  return fail({ code: "ObjectExists", bucket: target.bucket, key: target.key });
};

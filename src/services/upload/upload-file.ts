import type { AppError } from "../../domain/errors.ts";
import type { Result } from "../../domain/result.ts";
import type { OpenFile } from "../ports/file-source.ts";
import { verifySource } from "./check-source.ts";
import { openFileSource, smallFileSource } from "./put-body.ts";
import { putFile } from "./put-file.ts";
import type { DeliveredFile, UploadContext } from "./upload-context.ts";
import { planFile, uploadLargeFile } from "./upload-large-file.ts";

/** Read at one go: to open a file, look at it, read and close it one after the other costs more than to read so much. */
const entireFileBytes = 1024 * 1024;

const uploadOpenFile = async (
  context: UploadContext,
  file: OpenFile,
): Promise<Result<DeliveredFile, AppError>> => {
  const settled = await verifySource(context, file);
  if (!settled.ok) return settled;
  const plan = planFile(context);
  if (!plan.ok) return plan;
  if (plan.value.partCount === 0) {
    context.record.planned(0, []);
    return putFile(context, openFileSource(context, file));
  }
  return uploadLargeFile(context, file, plan.value);
};

const uploadOpened = async (context: UploadContext): Promise<Result<DeliveredFile, AppError>> => {
  const opened = await context.resources.files.open(context.record.transfer.path);
  if (!opened.ok) return opened;
  try {
    return await uploadOpenFile(context, opened.value);
  } finally {
    await opened.value.close();
  }
};

/**
 * Sends one file to its key: one put or parts, by its size. Whatever happens, the object is whole and equal to the
 * file, or absent. Rejects with the reason of `context.signal` when that is aborted; the record stays for going on.
 */
export const uploadFile = async (
  context: UploadContext,
): Promise<Result<DeliveredFile, AppError>> => {
  const { fingerprint, multipart } = context.record.transfer;
  if (multipart !== null || fingerprint.sizeBytes > entireFileBytes) return uploadOpened(context);
  const source = smallFileSource(context);
  context.record.planned(0, []);
  const sent = await putFile(context, source);
  // Changed since it was queued, and nothing sent: it is taken as it is now, whatever its size has become.
  return source.isStale() ? uploadOpened(context) : sent;
};

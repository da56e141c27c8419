import type { AppError } from "../../domain/errors.ts";
import type { Receipt } from "../../domain/receipt.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { ListedObject } from "../ports/object-store.ts";
import type { UploadContext } from "./upload-context.ts";

type Told = Pick<UploadContext, "resources" | "record">;

/** Receipts that other transfers have for the key of this one. */
const earlierReceipts = ({
  resources,
  record: { transfer },
}: Told): Result<readonly Receipt[], AppError> => {
  const { bucket, key, connection } = transfer.target;
  const receipts = resources.receiptsOf(bucket, key);
  if (!receipts.ok) return receipts;
  return ok(
    receipts.value.filter(
      (receipt) => receipt.connection === connection && receipt.transferId !== transfer.id,
    ),
  );
};

/** True where this computer has delivered something to the key before: it will be taken, mostly by this very file. */
export const wasDelivered = (context: Told): boolean => {
  const receipts = earlierReceipts(context);
  return receipts.ok && receipts.value.length > 0;
};

/** True where another transfer has the receipt of the object that a list shows under the key. */
export const isReceiptOfAnother = (
  context: Told,
  listed: ListedObject,
): Result<boolean, AppError> => {
  const receipts = earlierReceipts(context);
  if (!receipts.ok) return receipts;
  return ok(
    receipts.value.some(({ etag, bytes }) => etag === listed.etag && bytes === listed.sizeBytes),
  );
};

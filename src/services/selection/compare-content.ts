import type { ContentFinding, PastDelivery } from "../../domain/past-delivery.ts";
import type { FileSource } from "../ports/file-source.ts";
import type { TransferStore } from "../ports/transfer-store.ts";

export interface CompareContentParams {
  readonly files: Pick<FileSource, "fingerprint" | "digest">;
  readonly transfers: Pick<TransferStore, "receipt">;
  readonly deliveries: readonly PastDelivery[];
  readonly onFound: (path: string, finding: ContentFinding) => void;
  readonly signal: AbortSignal;
}

const compareOne = async (
  { files, transfers, signal }: CompareContentParams,
  { path, receiptId }: PastDelivery,
): Promise<ContentFinding> => {
  const found = transfers.receipt(receiptId);
  const receipt = found.ok ? found.value : null;
  if (receipt === null || receipt.sha256 === null) return "no SHA-256 kept";
  const now = await files.fingerprint(path);
  if (!now.ok) return "unreadable";
  // Of another size it need not be read.
  if (now.value.sizeBytes !== receipt.bytes) return "content differs";
  const digest = await files.digest(path, signal);
  if (!digest.ok) return "unreadable";
  return digest.value.sha256 === receipt.sha256 ? "same content" : "content differs";
};

/**
 * Compares files by SHA-256 with what the own receipts say was delivered of them, one after the other; calls back with
 * each. Nothing is asked of the storage service. Rejects with the reason of an abort.
 */
export const compareContent = async (params: CompareContentParams): Promise<void> => {
  for (const delivery of params.deliveries) {
    params.signal.throwIfAborted();
    params.onFound(delivery.path, await compareOne(params, delivery));
  }
};

import type { BatchRecord } from "../../domain/batch.ts";
import type { AppError } from "../../domain/errors.ts";
import type { Receipt } from "../../domain/receipt.ts";
import type { Result } from "../../domain/result.ts";

/**
 * The durable memory of batches. They begin with `TransferStore.add`; each is closed in the transaction that ends its
 * last transfer, once, and opened again by a retry. Fails as TransferStore does.
 */
export interface BatchStore {
  find(id: string): Result<BatchRecord | null, AppError>;
  /** Those that have ended and whose end nobody has seen yet; the one that ended first comes first. */
  unseen(): Result<readonly BatchRecord[], AppError>;
  /** A person has seen how they ended. */
  see(ids: readonly string[]): Result<void, AppError>;
  /** What processes that are gone were adding to will get nothing more: it ends with what it has. */
  completeLeft(atMs: number): Result<void, AppError>;
  /** Of what was delivered, in the order of queueing. */
  receipts(id: string): Result<readonly Receipt[], AppError>;
}

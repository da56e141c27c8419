import type { AppError } from "../../domain/errors.ts";
import type { Result } from "../../domain/result.ts";
import type { StoreChange, TransferStore } from "../ports/transfer-store.ts";

/** Writes changes of many transfers with one wait for the disk. */
export interface Journal {
  /** Resolves when the changes are on disk, or cannot be (DiskFull, StateUnreadable). */
  write(changes: readonly StoreChange[]): Promise<Result<void, AppError>>;
  /** Writes at once what waits. */
  flush(): void;
}

interface Entry {
  readonly changes: readonly StoreChange[];
  readonly done: (result: Result<void, AppError>) => void;
}

/** Gathers what is asked for within one turn of the event loop into one transaction. */
export const createJournal = (transfers: TransferStore): Journal => {
  let waiting: Entry[] = [];
  const flush = (): void => {
    if (waiting.length === 0) return;
    const entries = waiting;
    waiting = [];
    const result = transfers.commit(entries.flatMap(({ changes }) => changes));
    for (const entry of entries) entry.done(result);
  };
  return {
    flush,
    write: (changes) =>
      new Promise((resolve) => {
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ changes, done: resolve });
      }),
  };
};

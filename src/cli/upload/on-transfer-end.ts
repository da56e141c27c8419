import type {
  TransferResult,
  StoreChange,
  TransferStore,
} from "../../services/ports/transfer-store.ts";

const resultsOf = (changes: readonly StoreChange[]): readonly TransferResult[] =>
  changes.flatMap((change) => (change.type === "end" ? [change.result] : []));

/** The same store, which tells of each ending once it is on disk. */
export const onTransferEnd = (
  store: TransferStore,
  onResult: (result: TransferResult) => void,
): TransferStore => ({
  ...store,
  end: (result) => {
    const ended = store.end(result);
    if (ended.ok) onResult(result);
    return ended;
  },
  commit: async (changes) => {
    const committed = await store.commit(changes);
    if (committed.ok) resultsOf(changes).forEach(onResult);
    return committed;
  },
});

import { isEnded, type Transfer } from "../../domain/transfer.ts";
import type {
  TransferResult,
  StoreChange,
  TransferStore,
} from "../../services/ports/transfer-store.ts";

const resultsOf = (changes: readonly StoreChange[]): readonly TransferResult[] =>
  changes.flatMap((change) => (change.type === "end" ? [change.result] : []));

/** A transfer that had ended before it was put down has neither receipt nor message. */
const resultOf = (transfer: Transfer): TransferResult | [] =>
  isEnded(transfer.state) ? { transfer, receipt: null, outcome: null } : [];

/** The same store, which tells of all that has ended together once it is on disk; of nothing where nothing has. */
export const onTransferEnd = (
  store: TransferStore,
  onResults: (results: readonly TransferResult[]) => void,
): TransferStore => {
  const tell = (results: readonly TransferResult[]): void => {
    if (results.length > 0) onResults(results);
  };
  return {
    ...store,
    add: (transfers, batches) => {
      const added = store.add(transfers, batches);
      if (added.ok) tell(transfers.flatMap(resultOf));
      return added;
    },
    end: (result) => {
      const ended = store.end(result);
      if (ended.ok) tell([result]);
      return ended;
    },
    commit: async (changes) => {
      const committed = await store.commit(changes);
      if (committed.ok) tell(resultsOf(changes));
      return committed;
    },
  };
};

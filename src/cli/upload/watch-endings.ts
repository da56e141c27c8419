import type { Ending, StoreChange, TransferStore } from "../../services/ports/transfer-store.ts";

const endingsOf = (changes: readonly StoreChange[]): readonly Ending[] =>
  changes.flatMap((change) => (change.type === "end" ? [change.ending] : []));

/** The same store, which tells of each ending once it is on disk. */
export const watchEndings = (
  store: TransferStore,
  onEnding: (ending: Ending) => void,
): TransferStore => ({
  ...store,
  end: (ending) => {
    const ended = store.end(ending);
    if (ended.ok) onEnding(ending);
    return ended;
  },
  commit: async (changes) => {
    const committed = await store.commit(changes);
    if (committed.ok) endingsOf(changes).forEach(onEnding);
    return committed;
  },
});

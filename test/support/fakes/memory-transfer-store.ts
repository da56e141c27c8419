import { ok } from "../../../src/domain/result.ts";
import { outcomeAddress, type Outcome } from "../../../src/domain/outcome.ts";
import type { Receipt } from "../../../src/domain/receipt.ts";
import { isEnded, type Transfer } from "../../../src/domain/transfer.ts";
import { nullStoreMemory } from "../../../src/services/ports/store-memory.ts";
import { createMemoryHistoryStore } from "./memory-history-store.ts";
import { createMemoryBatchStore } from "./memory-batch-store.ts";
import type {
  PartRecord,
  StoreChange,
  TransferStore,
} from "../../../src/services/ports/transfer-store.ts";

const unfinished = ["waiting", "uploading", "paused", "failed"];

/** A TransferStore without a disk. Ownership is that of one process. */
export const createMemoryTransferStore = (): TransferStore => {
  const transfers = new Map<string, Transfer>();
  const parts = new Map<string, Map<number, PartRecord>>();
  const askedKeys = new Map<string, string>();
  const dismissed = new Set<string>();
  const receipts: Receipt[] = [];
  const outbox = new Map<string, Outcome>();
  const refused = new Set<string>();
  const waiting = () => [...outbox.values()].filter(({ id }) => !refused.has(id));
  const partsOf = (id: string) => {
    const known = parts.get(id) ?? new Map<number, PartRecord>();
    parts.set(id, known);
    return known;
  };
  const inOrder = () => [...transfers.values()].toSorted((a, b) => a.queuedAtMs - b.queuedAtMs);
  const batches = createMemoryBatchStore({
    transfers: () => transfers.values(),
    receipts: () => receipts,
    outbox: () => [...outbox.values()],
  });
  const settle = ({ state, endedAtMs, batchId }: Transfer) => {
    if (isEnded(state)) batches.close(endedAtMs ?? 0);
    else if (state.name === "waiting" && batchId !== undefined) batches.reopen(batchId);
  };
  const apply = (change: StoreChange): void => {
    if (change.type === "save") {
      if (!transfers.has(change.transfer.id)) return;
      transfers.set(change.transfer.id, change.transfer);
      dismissed.delete(change.transfer.id);
      settle(change.transfer);
    } else if (change.type === "recordPart") {
      partsOf(change.transferId).set(change.part.partNumber, change.part);
    } else if (change.type === "deleteParts") {
      parts.delete(change.transferId);
    } else if (change.type === "deleteOutcomes") {
      for (const id of change.ids) {
        const batchId = outbox.get(id)?.batchId;
        if (batchId !== undefined && change.takenAtMs !== undefined)
          batches.taken(batchId, change.takenAtMs);
        outbox.delete(id);
      }
    } else {
      const { transfer, receipt, outcome } = change.result;
      transfers.set(transfer.id, transfer);
      if (transfer.state.name === "delivered") parts.delete(transfer.id);
      if (receipt) receipts.unshift(receipt);
      settle(transfer);
      if (outcome && !outbox.has(outcome.id)) outbox.set(outcome.id, outcome);
    }
  };
  const change = (only: StoreChange) => {
    apply(only);
    return ok(undefined);
  };
  return {
    add: (added, opened = []) => {
      batches.open(opened);
      for (const transfer of added) {
        transfers.set(transfer.id, transfer);
        askedKeys.set(transfer.id, transfer.target.key);
      }
      batches.complete(opened);
      // With the last of them.
      const ended = added.filter(({ state }) => isEnded(state));
      const lastEndMs = Math.max(0, ...ended.map(({ endedAtMs }) => endedAtMs ?? 0));
      if (ended.length > 0) batches.close(lastEndMs);
      return ok(undefined);
    },
    commit: (changes) => {
      changes.forEach(apply);
      return Promise.resolve(ok(undefined));
    },
    save: (transfer) => change({ type: "save", transfer }),
    find: (id) => ok(transfers.get(id) ?? null),
    list: (states) =>
      ok(inOrder().filter(({ id, state }) => states.includes(state.name) && !dismissed.has(id))),
    hasUnfinished: () => ok(inOrder().some(({ state }) => unfinished.includes(state.name))),
    hasWork: () => {
      const unseen = batches.store.unseen();
      const isOpen = inOrder().some(({ state }) =>
        ["waiting", "uploading", "paused"].includes(state.name),
      );
      return ok(isOpen || (unseen.ok && unseen.value.length > 0));
    },
    findUnfinished: (path, target) =>
      ok(
        inOrder().findLast(
          (transfer) =>
            transfer.path === path &&
            unfinished.includes(transfer.state.name) &&
            transfer.target.connection === target.connection &&
            transfer.target.bucket === target.bucket &&
            askedKeys.get(transfer.id) === target.key,
        ) ?? null,
      ),
    recordPart: (transferId, part) => change({ type: "recordPart", transferId, part }),
    parts: (id) => ok([...partsOf(id).values()].toSorted((a, b) => a.partNumber - b.partNumber)),
    deleteParts: (transferId) => change({ type: "deleteParts", transferId }),
    dismiss: (ids) => {
      ids.forEach((id) => dismissed.add(id));
      return ok(undefined);
    },
    end: (result) => change({ type: "end", result }),
    receipt: (id) => ok(receipts.find((receipt) => receipt.id === id) ?? null),
    receiptsOf: (bucket, key) =>
      ok(receipts.filter((receipt) => receipt.bucket === bucket && receipt.key === key)),
    deliveriesOf: (paths) =>
      ok(
        inOrder().flatMap(({ id, path, fingerprint, target, state, endedAtMs }) =>
          state.name !== "delivered" || !paths.includes(path)
            ? []
            : {
                path,
                sizeBytes: fingerprint.sizeBytes,
                mtimeMs: fingerprint.mtimeMs,
                ...target,
                askedKey: askedKeys.get(id) ?? target.key,
                receiptId: state.receiptId,
                deliveredAtMs: endedAtMs ?? 0,
              },
        ),
      ),
    receipts: (limit) => ok(receipts.slice(0, limit)),
    forgetBefore: (atMs) => {
      const kept = receipts.filter(({ endedAtMs }) => endedAtMs >= atMs);
      const count = receipts.length - kept.length;
      receipts.splice(0, receipts.length, ...kept);
      for (const { id, state, endedAtMs } of transfers.values())
        if (
          ["delivered", "skipped", "cancelled"].includes(state.name) &&
          (endedAtMs ?? atMs) < atMs
        )
          transfers.delete(id);
      return ok(count);
    },
    addOutcome: (outcome) => {
      if (!outbox.has(outcome.id)) outbox.set(outcome.id, outcome);
      return ok(undefined);
    },
    outbox: (limit, except = []) =>
      ok(
        waiting()
          .filter((outcome) => {
            const { connection, logUrl } = outcomeAddress(outcome);
            return !except.some((held) => held.connection === connection && held.logUrl === logUrl);
          })
          .slice(0, limit),
      ),
    outboxSize: () => ok(waiting().length),
    refuseOutcome: (id) => ok(void refused.add(id)),
    refusedOutcomes: () => ok(refused.size),
    retryOutcomes: () => {
      const count = refused.size;
      refused.clear();
      return ok(count);
    },
    deleteOutcomes: (ids) => change({ type: "deleteOutcomes", ids }),
    claim: () => ok(new Map()),
    release: () => ok(undefined),
    stores: nullStoreMemory,
    batches: batches.store,
    history: createMemoryHistoryStore(
      () => transfers.values(),
      () => receipts,
    ),
    close: () => undefined,
  };
};

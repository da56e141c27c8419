import type { Transfer } from "../../domain/transfer.ts";
import type { TransferRequest } from "../ports/transfer-view.ts";
import { findHold } from "./holds.ts";
import type { QueueCore } from "./queue-core.ts";
import { sizeClass } from "./queue-state.ts";

/** A file whose key can be asked for: one that was looked at says how it will be sent. */
type Candidate = Pick<TransferRequest, "target" | "options" | "conflict" | "fingerprint">;

/** True where whoever asks has looked at the file already. */
export const isLookedAt = <T extends Candidate>(
  candidate: T,
): candidate is T & Pick<Transfer, "fingerprint"> => candidate.fingerprint !== undefined;

/**
 * Asks for the keys of small files while those are put down on disk, and sent: their bodies wait for the answer.
 * Resolves when it is there, or will not come.
 */
export const askAhead = async (
  { deps, state, resources, stopSignal }: QueueCore,
  candidates: readonly Candidate[],
): Promise<void> => {
  const small = candidates.filter(
    (each) =>
      each.conflict !== "replace" && isLookedAt(each) && sizeClass(each.fingerprint) === "small",
  );
  const [first] = small;
  if (first === undefined) return;
  if ((state.trouble ?? findHold(state.holds, first.target)) !== null) return;
  const store = await deps.storeFor(first.target, first.options);
  if (!store.ok) return;
  const targets = small.map(({ target }) => target);
  await resources.keys.prefetch({ store: store.value, signal: stopSignal }, targets);
};

/** What a list has shown to be taken needs no turn of its own: all of it ends together, with one wait for the disk. */
export const skipTaken = (
  { state, resources, startAll }: QueueCore,
  transfers: readonly Transfer[],
): void =>
  startAll(
    transfers.flatMap(({ id, conflict, target }) => {
      const row = state.rows.get(id);
      return row && conflict === "skip" && resources.keys.isTaken(target) ? [row] : [];
    }),
  );

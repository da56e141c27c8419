import { transition, type Transfer } from "../../domain/transfer.ts";
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

/** A question about keys; both resolve whatever comes of it. */
export interface AskedAhead {
  /** It is on its way. */
  readonly asked: Promise<void>;
  /** The answer is there, or will not come. */
  readonly answered: Promise<void>;
}

const ask = async (
  { deps, state, resources, stopSignal }: QueueCore,
  candidates: readonly Candidate[],
  onAsked: () => void,
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
  const answer = resources.keys.prefetch({ store: store.value, signal: stopSignal }, targets);
  onAsked();
  await answer;
};

/** Asks for the keys of small files while those are put down on disk, and sent: their bodies wait for the answer. */
export const askAhead = (core: QueueCore, candidates: readonly Candidate[]): AskedAhead => {
  const asked = Promise.withResolvers<void>();
  const answered = ask(core, candidates, asked.resolve).finally(asked.resolve);
  return { asked: asked.promise, answered };
};

/**
 * True where most of these keys are taken, most likely: this computer has delivered their files there before. Three of them
 * stand for all, since what is new in a folder often comes first in it, or last.
 */
export const expectsTaken = (
  { deps }: QueueCore,
  requests: readonly TransferRequest[],
): boolean => {
  const last = requests.length - 1;
  const sample = [...new Set([0, last >> 1, last])].flatMap((at) => requests[at] ?? []);
  if (sample.length === 0 || sample.some(({ conflict }) => conflict !== "skip")) return false;
  const before = deps.transfers.deliveriesOf(sample.map(({ path }) => path));
  // A disk that fails here is told of by what it is needed for.
  if (!before.ok) return false;
  const delivered = sample.filter(({ path, target }) =>
    before.value.some(
      (each) =>
        each.path === path &&
        each.connection === target.connection &&
        each.bucket === target.bucket &&
        each.askedKey === target.key,
    ),
  );
  return delivered.length * 2 > sample.length;
};

/** True where most of what was asked for before, where these go, was taken: whoever delivered it. */
export const werePrecedingTaken = (
  { resources }: QueueCore,
  [first]: readonly TransferRequest[],
): boolean => first?.conflict === "skip" && resources.keys.wereMostlyTaken(first.target);

/** The transfer, skipped where a list has just shown that its key is taken: before it has been put down, or anybody saw it. */
export const skipWhatIsTaken = (
  { deps, resources: { keys } }: QueueCore,
  transfer: Transfer,
): Transfer => {
  const { conflict, target } = transfer;
  if (conflict !== "skip" || !keys.takeTaken(target)) return transfer;
  const error = { code: "ObjectExists", bucket: target.bucket, key: target.key } as const;
  return transition(transfer, { type: "skipped", atMs: deps.clock.nowMs(), error });
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

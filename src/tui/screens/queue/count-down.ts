import {
  whatHolds,
  type QueueSnapshot,
  type TransferView,
} from "../../../services/ports/transfer-view.ts";
import type { QueueState } from "./queue-reducer.ts";

const viewAfter = (view: TransferView, ms: number): TransferView =>
  view.retry === null
    ? view
    : { ...view, retry: { ...view.retry, inMs: Math.max(0, view.retry.inMs - ms) } };

const triedAfter = <T extends { readonly nextTryInMs?: number }>(waiting: T, ms: number): T =>
  waiting.nextTryInMs === undefined
    ? waiting
    : { ...waiting, nextTryInMs: Math.max(0, waiting.nextTryInMs - ms) };

/** Waits that get shorter, or longer, while nothing is heard of the queue. */
const snapshotAfter = (snapshot: QueueSnapshot, ms: number): QueueSnapshot => {
  const { holds, totals, rows } = snapshot;
  const { stalledForMs } = totals;
  return {
    ...triedAfter(snapshot, ms),
    ...(holds !== undefined && { holds: holds.map((hold) => triedAfter(hold, ms)) }),
    ...(stalledForMs !== null && { totals: { ...totals, stalledForMs: stalledForMs + ms } }),
    rows: rows.map((view) => viewAfter(view, ms)),
  };
};

/** The queue as it is so many milliseconds after its snapshot was taken, if nothing but time has passed. */
export const queueAfter = (state: QueueState, ms: number): QueueState => {
  const { snapshot, layer } = state;
  if (snapshot === null || ms <= 0) return state;
  return {
    ...state,
    snapshot: snapshotAfter(snapshot, ms),
    layer: layer?.name === "transfer" ? { ...layer, view: viewAfter(layer.view, ms) } : layer,
  };
};

const secondMs = 1_000;

/** Until a number that is shown in seconds is another one; null: none of them changes by itself. */
export const msToNextSecond = ({ snapshot }: QueueState): number | null => {
  if (snapshot === null) return null;
  const { totals, rows } = snapshot;
  const tries = whatHolds(snapshot).map(({ nextTryInMs = 0 }) => nextTryInMs);
  const retries = rows.map(({ retry }) => retry?.inMs ?? 0);
  const waitMs = [...tries, ...retries].find((ms) => ms > 0);
  if (waitMs !== undefined) return ((Math.ceil(waitMs) - 1) % secondMs) + 1;
  return totals.stalledForMs === null ? null : secondMs;
};

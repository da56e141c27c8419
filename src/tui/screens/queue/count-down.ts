import type { QueueSnapshot, TransferView } from "../../../services/ports/transfer-view.ts";
import type { QueueState } from "./queue-reducer.ts";

const viewAfter = (view: TransferView, ms: number): TransferView =>
  view.retry === null
    ? view
    : { ...view, retry: { ...view.retry, inMs: Math.max(0, view.retry.inMs - ms) } };

/** Waits that get shorter, or longer, while nothing is heard of the queue. */
const snapshotAfter = (snapshot: QueueSnapshot, ms: number): QueueSnapshot => {
  const { nextTryInMs, totals, rows } = snapshot;
  const { stalledForMs } = totals;
  return {
    ...snapshot,
    ...(nextTryInMs !== undefined && { nextTryInMs: Math.max(0, nextTryInMs - ms) }),
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
  const { nextTryInMs = 0, totals, rows } = snapshot;
  const retries = rows.map(({ retry }) => retry?.inMs ?? 0);
  const waitMs = [nextTryInMs, ...retries].find((ms) => ms > 0);
  if (waitMs !== undefined) return ((Math.ceil(waitMs) - 1) % secondMs) + 1;
  return totals.stalledForMs === null ? null : secondMs;
};

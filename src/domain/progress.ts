/** Over how long speed is measured. */
export const rateWindowMs = 15_000;
/** Without an acknowledged byte for this long there is no speed to show. */
export const stalledAfterMs = 30_000;
/** Before this much has been measured, any figure would be a guess. */
const estimatingMs = 1_000;
/** Acknowledgements closer together than this are kept as one. */
const mergeMs = 250;

/** Bytes that the store acknowledged, spread over the time that they were on their way. */
interface Delivery {
  readonly fromMs: number;
  readonly toMs: number;
  readonly bytes: number;
}

/** What was acknowledged lately. Times are of one monotonic clock. */
export interface RateWindow {
  readonly startedMs: number | null;
  readonly deliveries: readonly Delivery[];
}

export const emptyRateWindow: RateWindow = { startedMs: null, deliveries: [] };

/** The window after `bytes`, sent from `fromMs` on, were acknowledged at `toMs`. */
export const withDelivery = (
  window: RateWindow,
  bytes: number,
  fromMs: number,
  toMs: number,
): RateWindow => {
  const startedMs = window.startedMs === null ? fromMs : Math.min(window.startedMs, fromMs);
  const last = window.deliveries.at(-1);
  const isRecent = (delivery: Delivery) => delivery.toMs > toMs - rateWindowMs;
  // The oldest is the first to go: until then nothing is looked through.
  const [oldest] = window.deliveries;
  const recent =
    oldest === undefined || isRecent(oldest)
      ? window.deliveries
      : window.deliveries.filter(isRecent);
  const joins =
    last !== undefined &&
    toMs - last.toMs < mergeMs &&
    last.toMs - last.fromMs < rateWindowMs &&
    Math.floor(toMs / mergeMs) === Math.floor(last.toMs / mergeMs);
  const merged = joins
    ? { fromMs: Math.min(last.fromMs, fromMs), toMs, bytes: last.bytes + bytes }
    : { fromMs, toMs, bytes };
  return {
    startedMs,
    deliveries: joins ? recent.with(recent.length - 1, merged) : [...recent, merged],
  };
};

const overlap = (delivery: Delivery, fromMs: number, toMs: number): number => {
  const length = delivery.toMs - delivery.fromMs;
  const shared = Math.min(delivery.toMs, toMs) - Math.max(delivery.fromMs, fromMs);
  if (length <= 0) return delivery.toMs > fromMs && delivery.toMs <= toMs ? delivery.bytes : 0;
  return shared <= 0 ? 0 : (delivery.bytes * shared) / length;
};

/**
 * Bytes a second over the last 15 s; null while estimating, and after 30 s without an acknowledgement. On a slow
 * line one part takes longer than that, so the speed holds until the next acknowledgement is due.
 */
export const rateBytesPerSecond = (window: RateWindow, nowMs: number): number | null => {
  const last = window.deliveries.at(-1);
  if (!last || window.startedMs === null) return null;
  const usualMs = last.toMs - last.fromMs;
  if (nowMs - last.toMs > Math.max(stalledAfterMs, 2 * usualMs)) return null;
  const endMs = Math.max(last.toMs, nowMs - usualMs);
  const beginMs = Math.max(window.startedMs, endMs - rateWindowMs);
  const elapsedMs = endMs - beginMs;
  if (elapsedMs < estimatingMs) return null;
  const bytes = window.deliveries.reduce((sum, each) => sum + overlap(each, beginMs, endMs), 0);
  return bytes > 0 ? (bytes * 1000) / elapsedMs : null;
};

/** Of what fills buffers on the way; of less, the first piece that a connection drains would change the speed too much. */
const minMeasuredShare = 1 / 4;

/**
 * True until a whole window has been measured where others have put much more in buffers on the way, `fillBytes`: the
 * speed of a small file says nothing of a large one beside it that is still to drain.
 */
export const isBarelyMeasured = (
  { startedMs, deliveries }: RateWindow,
  fillBytes: number,
  nowMs: number,
): boolean => {
  if (startedMs !== null && nowMs - startedMs >= rateWindowMs) return false;
  const measured = deliveries.reduce((sum, { bytes }) => sum + bytes, 0);
  return measured < fillBytes * minMeasuredShare;
};

/** How long nothing has got through; null before anything has. */
export const quietForMs = ({ deliveries }: RateWindow, nowMs: number): number | null => {
  const last = deliveries.at(-1);
  return last ? nowMs - last.toMs : null;
};

/** Whole seconds for `remainingBytes` at this speed; null when there is no speed. */
export const secondsLeft = (rate: number | null, remainingBytes: number): number | null =>
  rate === null || rate <= 0 ? null : Math.ceil(remainingBytes / rate);

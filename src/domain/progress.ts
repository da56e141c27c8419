/** Over how long speed is measured. */
export const rateWindowMs = 15_000;
/** Without an acknowledged byte for this long there is no speed to show. */
export const stalledAfterMs = 30_000;
/** Before this much has been measured, any figure would be a guess. */
const estimatingMs = 1_000;
/** Acknowledgements closer together than this are kept as one. */
const mergeMs = 250;
/** What takes longer than this to get through is waited for no longer: a lost connection would stop all measuring. */
const maxHorizonMs = 60_000;

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
  /** The longest time that one of them was on its way, up to a bound. */
  readonly horizonMs: number;
}

export const emptyRateWindow: RateWindow = { startedMs: null, deliveries: [], horizonMs: 0 };

const lengthOf = ({ fromMs, toMs }: Delivery): number => Math.min(maxHorizonMs, toMs - fromMs);

/** The window after `bytes`, sent from `fromMs` on, were acknowledged at `toMs`. */
export const withDelivery = (
  window: RateWindow,
  bytes: number,
  fromMs: number,
  toMs: number,
): RateWindow => {
  const startedMs = window.startedMs === null ? fromMs : Math.min(window.startedMs, fromMs);
  const last = window.deliveries.at(-1);
  const keptMs = rateWindowMs + window.horizonMs;
  const isRecent = (delivery: Delivery) => delivery.toMs > toMs - keptMs;
  // The oldest is the first to go: until then nothing is looked through.
  const [oldest] = window.deliveries;
  const isWhole = oldest === undefined || isRecent(oldest);
  const recent = isWhole ? window.deliveries : window.deliveries.filter(isRecent);
  const joins =
    last !== undefined &&
    toMs - last.toMs < mergeMs &&
    last.toMs - last.fromMs < rateWindowMs &&
    Math.floor(toMs / mergeMs) === Math.floor(last.toMs / mergeMs);
  const merged = joins
    ? { fromMs: Math.min(last.fromMs, fromMs), toMs, bytes: last.bytes + bytes }
    : { fromMs, toMs, bytes };
  const before = isWhole ? window.horizonMs : Math.max(0, ...recent.map(lengthOf));
  return {
    startedMs,
    deliveries: joins ? recent.with(recent.length - 1, merged) : [...recent, merged],
    horizonMs: Math.max(before, lengthOf(merged)),
  };
};

const overlap = (delivery: Delivery, fromMs: number, toMs: number): number => {
  const length = delivery.toMs - delivery.fromMs;
  const shared = Math.min(delivery.toMs, toMs) - Math.max(delivery.fromMs, fromMs);
  if (length <= 0) return delivery.toMs > fromMs && delivery.toMs <= toMs ? delivery.bytes : 0;
  return shared <= 0 ? 0 : (delivery.bytes * shared) / length;
};

/** How fast bytes get through. */
export interface Pace {
  readonly bytesPerSecond: number;
  /** How long ago the measuring ended: of what has left since, not all has been heard of. */
  readonly agoMs: number;
  /** What has been heard of since. */
  readonly sinceBytes: number;
  /** How long nothing has been heard of. */
  readonly quietMs: number;
}

/**
 * The speed over 15 s, up to the time before which all that was on its way has been heard of: with large buffers on the
 * way, what several connections are at would be missing from the last seconds. Null while estimating, and after 30 s
 * without an acknowledgement; on a slow line one takes longer than that, and is waited for twice as long as usual.
 */
export const paceOf = (window: RateWindow, nowMs: number): Pace | null => {
  const { deliveries, startedMs, horizonMs } = window;
  const last = deliveries.at(-1);
  if (!last || startedMs === null) return null;
  const quietMs = nowMs - last.toMs;
  if (quietMs > Math.max(stalledAfterMs, 2 * horizonMs)) return null;
  const endMs = nowMs - horizonMs;
  const beginMs = Math.max(startedMs, endMs - rateWindowMs);
  const elapsedMs = endMs - beginMs;
  if (elapsedMs < estimatingMs) return null;
  const bytesFrom = (fromMs: number, toMs: number) =>
    deliveries.reduce((sum, each) => sum + overlap(each, fromMs, toMs), 0);
  const bytes = bytesFrom(beginMs, endMs);
  if (bytes <= 0) return null;
  const bytesPerSecond = (bytes * 1000) / elapsedMs;
  return { bytesPerSecond, agoMs: horizonMs, sinceBytes: bytesFrom(endMs, nowMs), quietMs };
};

/** Bytes a second, as `paceOf` measures them. */
export const rateBytesPerSecond = (window: RateWindow, nowMs: number): number | null =>
  paceOf(window, nowMs)?.bytesPerSecond ?? null;

/** Of what fills buffers on the way; of less, the first piece that a connection drains would change the speed too much. */
const minMeasuredShare = 1 / 2;

/**
 * True where much more is in buffers on the way, `fillBytes`, than has been measured: the speed of a small file says
 * nothing of a large one beside it that is still to drain.
 */
export const isBarelyMeasured = ({ deliveries }: RateWindow, fillBytes: number): boolean =>
  deliveries.reduce((sum, { bytes }) => sum + bytes, 0) < fillBytes * minMeasuredShare;

/** Bytes that have not got through yet. */
export interface LeftBytes {
  /** As far as has been heard. */
  readonly leftBytes: number;
  /** Of these, what nobody has taken yet. */
  readonly unsentBytes: number;
}

/** Of a window that is empty to its half the speed falls so fast that the time would double from look to look. */
const maxLateMs = rateWindowMs / 2;
/** What should have ended so long ago has no end that can be foreseen. */
const maxOverdueSeconds = 2;

/** Whole seconds until all has got through; null when that cannot be foreseen, or all has and is being confirmed. */
export const secondsLeft = (
  pace: Pace | null,
  { leftBytes, unsentBytes }: LeftBytes,
): number | null => {
  if (pace === null || leftBytes <= 0 || pace.quietMs - pace.agoMs > maxLateMs) return null;
  const { bytesPerSecond, agoMs, sinceBytes } = pace;
  const seconds = (leftBytes + sinceBytes) / bytesPerSecond - agoMs / 1000;
  if (unsentBytes <= 0 && seconds < -maxOverdueSeconds) return null;
  return Math.max(1, Math.ceil(Math.max(seconds, unsentBytes / bytesPerSecond)));
};

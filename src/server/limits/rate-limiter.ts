/** Token buckets by key: each holds `burst`, refilled at `perSecond`. */
export interface RateLimiter {
  /** Takes one; 0 when there was one, otherwise the seconds until there will be. */
  take(key: string, nowMs: number): number;
}

interface Bucket {
  left: number;
  atMs: number;
}

/** Keys that are remembered at most; beyond it the one unused for longest is forgotten. */
const maxKeys = 50_000;

/** A limiter with bounded memory. A rate of 0 switches it off. */
export const createRateLimiter = (perSecond: number, burst: number): RateLimiter => {
  const buckets = new Map<string, Bucket>();
  const refilled = (key: string, nowMs: number): Bucket => {
    const bucket = buckets.get(key);
    if (bucket === undefined) return { left: burst, atMs: nowMs };
    const gained = (Math.max(0, nowMs - bucket.atMs) / 1000) * perSecond;
    return { left: Math.min(burst, bucket.left + gained), atMs: nowMs };
  };
  const missing = ({ left }: Bucket) => (left >= 1 ? 0 : (1 - left) / perSecond);
  return {
    take: (key, nowMs) => {
      if (perSecond === 0) return 0;
      const bucket = refilled(key, nowMs);
      const waitSeconds = missing(bucket);
      if (waitSeconds === 0) bucket.left -= 1;
      // Set again, so that the map's order is the order of use.
      buckets.delete(key);
      buckets.set(key, bucket);
      if (buckets.size > maxKeys) {
        const [oldest] = buckets.keys();
        if (oldest !== undefined) buckets.delete(oldest);
      }
      return waitSeconds;
    },
  };
};

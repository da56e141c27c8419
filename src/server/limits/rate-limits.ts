import type { Clock, KnownToken } from "../ports.ts";
import { addressGroup } from "./client-address.ts";
import { createRateLimiter } from "./rate-limiter.ts";

export interface RateLimitSettings {
  readonly perTokenPerSecond: number;
  readonly perAddressPerSecond: number;
  readonly failedTokensPerMinute: number;
}

/** Decides who may requests how often. Answers are seconds to wait, 0 for "come in". */
export interface RateLimits {
  /** Counts a request of the address; closed too after many wrong tokens from there. */
  checkAddress(address: string): number;
  checkToken(token: Pick<KnownToken, "key">): number;
  recordBadToken(address: string): void;
}

/** A sender's folder of small files ends in a burst: so many seconds' worth may come at once. */
const burstSeconds = 10;

const bucket = (perSecond: number) => createRateLimiter(perSecond, perSecond * burstSeconds);

/** Limits by token, by address (an IPv6 network of 64 bits counts as one), and on wrong tokens by address. */
export const createRateLimits = (
  limits: RateLimitSettings,
  clock: Pick<Clock, "monotonicMs">,
): RateLimits => {
  const byToken = bucket(limits.perTokenPerSecond);
  const byAddress = bucket(limits.perAddressPerSecond);
  const failures = createRateLimiter(
    limits.failedTokensPerMinute / 60,
    limits.failedTokensPerMinute,
  );
  return {
    checkAddress: (address) => {
      const group = addressGroup(address);
      return (
        failures.peek(group, clock.monotonicMs()) || byAddress.take(group, clock.monotonicMs())
      );
    },
    checkToken: ({ key }) => byToken.take(key, clock.monotonicMs()),
    recordBadToken: (address) => {
      failures.take(addressGroup(address), clock.monotonicMs());
    },
  };
};

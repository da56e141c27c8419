import type { Clock } from "../ports.ts";
import { addressGroup } from "./client-address.ts";
import { createRateLimiter } from "./rate-limiter.ts";

export interface GateLimits {
  readonly perTokenPerSecond: number;
  readonly perAddressPerSecond: number;
  readonly failedTokensPerMinute: number;
}

/** Decides who may knock how often. Answers are seconds to wait, 0 for "come in". */
export interface Gate {
  /** Counts a request of the address; closed too after many wrong tokens from there. */
  admitAddress(address: string): number;
  admitToken(tokenName: string): number;
  tokenFailed(address: string): void;
}

/** A sender's folder of small files ends in a burst: so many seconds' worth may come at once. */
const burstSeconds = 10;

const bucket = (perSecond: number) => createRateLimiter(perSecond, perSecond * burstSeconds);

/** Limits by token, by address (an IPv6 network of 64 bits counts as one), and on wrong tokens by address. */
export const createGate = (limits: GateLimits, clock: Clock): Gate => {
  const byToken = bucket(limits.perTokenPerSecond);
  const byAddress = bucket(limits.perAddressPerSecond);
  const failures = createRateLimiter(
    limits.failedTokensPerMinute / 60,
    limits.failedTokensPerMinute,
  );
  return {
    admitAddress: (address) => {
      const group = addressGroup(address);
      return failures.peek(group, clock.nowMs()) || byAddress.take(group, clock.nowMs());
    },
    admitToken: (tokenName) => byToken.take(tokenName, clock.nowMs()),
    tokenFailed: (address) => {
      failures.take(addressGroup(address), clock.nowMs());
    },
  };
};

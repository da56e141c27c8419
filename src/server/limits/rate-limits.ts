import type { Clock, KnownToken } from "../ports.ts";
import { addressGroup } from "./address-groups.ts";
import { createRateLimiter } from "./rate-limiter.ts";

export interface RateLimitSettings {
  readonly perTokenPerSecond: number;
  readonly perAddressPerSecond: number;
  readonly failedTokensPerMinute: number;
}

/** Why a request has to come again, and in how many seconds. */
export interface RateLimited {
  readonly by: "token" | "address" | "wrongTokens";
  readonly waitSeconds: number;
}

/**
 * Decides who may make requests how often; null for "come in". Requests with a good token and all others are counted
 * apart: behind one address there may be a clinic, and nobody in it is locked out by a neighbour without a token.
 */
export interface RateLimits {
  /** Counts a request with a good token. */
  checkToken(token: Pick<KnownToken, "key">, address: string): RateLimited | null;
  /** Counts a request that showed no token: it had none, or could not be read. */
  checkNoToken(address: string): RateLimited | null;
  /** Counts a request with a wrong token. A token has 256 bits: this keeps down noise, not guesses. */
  checkWrongToken(address: string): RateLimited | null;
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
  const strangers = bucket(limits.perAddressPerSecond);
  const wrongTokens = createRateLimiter(
    limits.failedTokensPerMinute / 60,
    limits.failedTokensPerMinute,
  );
  const take = (
    limiter: ReturnType<typeof createRateLimiter>,
    key: string,
    by: RateLimited["by"],
  ): RateLimited | null => {
    const waitSeconds = limiter.take(key, clock.monotonicMs());
    return waitSeconds > 0 ? { by, waitSeconds } : null;
  };
  const checkNoToken = (address: string) => take(strangers, addressGroup(address), "address");
  return {
    checkToken: ({ key }, address) =>
      take(byToken, key, "token") ?? take(byAddress, addressGroup(address), "address"),
    checkNoToken,
    checkWrongToken: (address) =>
      checkNoToken(address) ?? take(wrongTokens, addressGroup(address), "wrongTokens"),
  };
};

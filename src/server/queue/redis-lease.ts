import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";

/** The right to deliver, which one of the servers on a Redis has at a time. */
export interface RedisLease {
  /** True while this server has it; takes it when it is free. */
  isMine(): Promise<boolean>;
  /** Gives it back, so that another server need not wait for its end. */
  release(): Promise<void>;
}

/** A server that died leaves the lease behind for this long. */
const leaseMs = 15_000;
const renewMs = 5_000;

const extendIfMine = `
  if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("PEXPIRE", KEYS[1], ARGV[2]) end
  return 0`;
const deleteIfMine = `
  if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end
  return 0`;

/** A lease under `key`. It is renewed on a timer: a long wait for Slack must not lose it. */
export const createRedisLease = (redis: Redis, key: string): RedisLease => {
  const owner = randomUUID();
  let isHeld = false;
  const renew = async () => {
    if (!isHeld) return;
    const answer = await redis.eval(extendIfMine, 1, key, owner, leaseMs).catch(() => 0);
    isHeld = answer === 1;
  };
  const timer = setInterval(() => void renew(), renewMs).unref(); // renew never rejects
  return {
    isMine: async () => {
      if (!isHeld) isHeld = (await redis.set(key, owner, "PX", leaseMs, "NX")) === "OK";
      return isHeld;
    },
    release: async () => {
      clearInterval(timer);
      if (isHeld) await redis.eval(deleteIfMine, 1, key, owner);
      isHeld = false;
    },
  };
};

import type { Redis } from "ioredis";
import type { BegunMemory } from "../ports.ts";
import { parseBegun } from "./begun-delivery.ts";

/** Under `key`, for whichever server delivers next. */
export const createRedisBegun = (redis: Redis, key: string): BegunMemory => ({
  read: async () => {
    const delivery = await redis.get(key);
    return delivery === null ? null : parseBegun(delivery);
  },
  keep: async (begun) => {
    if (begun === null) await redis.del(key);
    else await redis.set(key, JSON.stringify(begun));
  },
});

import type { Redis } from "ioredis";
import { queueWords } from "../words/queue-words.ts";

const configValue = async (redis: Redis, name: string): Promise<string | null> => {
  // Rented Redis servers often do not let anybody look.
  const answer: unknown = await redis.config("GET", name).catch(() => []);
  const value: unknown = Array.isArray(answer) ? answer[1] : null;
  return typeof value === "string" ? value : null;
};

/** What Redis does when its memory is full; null when it does not tell. */
export const readMaxmemoryPolicy = async (redis: Redis): Promise<string | null> => {
  // INFO is allowed in more places than CONFIG.
  const info = await redis.info("memory").catch(() => "");
  const [, policy] = /^maxmemory_policy:(\S+)/m.exec(info) ?? [];
  return policy ?? configValue(redis, "maxmemory-policy");
};

/** Why an answer 202 would not be true. Every policy but one drops messages. Null when all is well, or nobody knows. */
export const evictionOf = (policy: string | null): string | null =>
  policy === null || policy === "noeviction" ? null : queueWords.evicts(policy);

/** What the administrator should know of how long Redis keeps what it was told. */
export const durabilityWarnings = async (
  redis: Redis,
  policy: string | null,
): Promise<readonly string[]> => {
  const append = await configValue(redis, "appendonly");
  const fsync = await configValue(redis, "appendfsync");
  return [
    ...(policy === null ? [queueWords.policyUnknown] : []),
    ...(append === "yes" && fsync === "always" ? [] : [queueWords.redisForgets]),
  ];
};

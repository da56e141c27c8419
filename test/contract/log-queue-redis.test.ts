import { hash } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RedisQueue } from "../../src/server/queue/redis-queue.ts";
import { queueWords } from "../../src/server/words/queue-words.ts";
import { componentMissing } from "../support/processes/components.ts";
import { knownToken, logEntry } from "../support/values/entries.ts";
import { startRedis, type RedisProcess } from "../support/processes/redis.ts";
import { describeMessageQueue } from "./log-queue.suite.ts";

/** By the clock of Redis: longer than a busy machine takes to open a queue again. */
const rememberMs = 2_000;
const words: string[] = [];
const note = (_data: object, line: string) => words.push(line);
const log = { warn: note, error: note };

/** As a release up to 0.2 made it. */
const formerId = (tokenName: string, id: string) =>
  hash("sha256", JSON.stringify([tokenName, id]), "hex").slice(0, 32);

describe.runIf(!componentMissing("redis"))("on a real Redis", () => {
  let redis: RedisProcess;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => redis.stop());

  const open = async () => {
    const queue = new RedisQueue({ url: redis.url, rememberMs, log });
    expect(await queue.open()).toEqual({ ok: true, value: [] });
    return queue;
  };
  const clear = async () => {
    const client = new Redis(redis.url);
    await client.flushall();
    client.disconnect();
  };

  describeMessageQueue("Redis", { rememberMs, open, clear });

  it("lets one server at a time deliver, and the next one when that one stops", async () => {
    const first = await open();
    const second = await open();
    await first.put(logEntry(), knownToken());
    expect(await first.oldest(10)).toHaveLength(1);
    expect(await second.oldest(10)).toHaveLength(0);
    expect(await second.put(logEntry(), knownToken())).toEqual({ ok: true, value: "seen" });
    await first.close();
    expect(await second.oldest(10)).toHaveLength(1);
    await second.close();
    await clear();
  });

  it("still knows the Ids that a release up to 0.2 remembered by the token's name", async () => {
    const client = new Redis(redis.url);
    await client.set(`s3-sftp:log-seen:r${formerId("line-7", "old-1")}`, "", "PX", 60_000);
    client.disconnect();
    const queue = await open();
    const token = knownToken("plain-3fa9c1d2", "line-7");
    expect(await queue.put(logEntry({ id: "old-1" }), token)).toEqual({ ok: true, value: "seen" });
    expect(await queue.put(logEntry({ id: "old-2" }), token)).toEqual({
      ok: true,
      value: "accepted",
    });
    await queue.close();
    await clear();
  });

  it("fails a put while Redis is away instead of keeping it in memory", async () => {
    const other = await startRedis();
    const queue = new RedisQueue({ url: other.url, rememberMs, log });
    await queue.open();
    await other.stop();
    expect(await queue.put(logEntry(), knownToken())).toMatchObject({
      ok: false,
      error: { code: "broken" },
    });
    await queue.close();
  });

  it("warns of a Redis that may forget", async () => {
    const client = new Redis(redis.url);
    await client.config("SET", "appendfsync", "everysec");
    const queue = new RedisQueue({ url: redis.url, rememberMs, log });
    expect(await queue.open()).toEqual({ ok: true, value: [queueWords.redisForgets] });
    await queue.close();
    await client.config("SET", "appendfsync", "always");
    client.disconnect();
  });

  it.each(["allkeys-lru", "volatile-ttl", "allkeys-random"])(
    "refuses a Redis that drops messages by %s, also one that is told so while it is in use",
    async (policy) => {
      const client = new Redis(redis.url);
      const running = await open();
      try {
        await client.config("SET", "maxmemory-policy", policy);
        const late = new RedisQueue({ url: redis.url, rememberMs, log });
        expect(await late.open()).toEqual({ ok: false, error: queueWords.evicts(policy) });
        await late.close();
        await expect(running.probe()).rejects.toThrow(queueWords.evicts(policy));
        expect(await running.put(logEntry(), knownToken())).toMatchObject({ ok: false });
        expect(words).toContain(queueWords.evicts(policy));
      } finally {
        await client.config("SET", "maxmemory-policy", "noeviction");
        client.disconnect();
      }
      await running.probe();
      expect((await running.put(logEntry(), knownToken())).ok).toBe(true);
      await running.close();
      await clear();
    },
  );

  it("delivers what stands behind ids whose jobs are gone, removes them, counts them and says so", async () => {
    const client = new Redis(redis.url);
    const queue = await open();
    const fill = async (from: number, count: number) =>
      Promise.all(
        Array.from({ length: count }, async (_, index) =>
          queue.put(logEntry({ id: `${from + index}`, message: `${from + index}` }), knownToken()),
        ),
      );
    await fill(0, 1200);
    for (const key of await client.keys("s3-sftp:log-waiting:r*")) await client.del(key);
    await fill(5000, 150);
    // One in the middle, too.
    const [, middle] = await client.zrange("s3-sftp:log-waiting:prioritized", 1300, 1301);
    await client.del(`s3-sftp:log-waiting:${middle}`);
    expect((await queue.oldest(1000)).map(({ entry }) => entry.message)).toHaveLength(149);
    expect(await queue.stats()).toMatchObject({ waiting: 149, lost: 1201 });
    expect(words).toContain(queueWords.redisLost);
    await queue.park(
      (await queue.oldest(2)).map(({ position }) => position),
      "msg_too_long",
    );
    const [ghost] = await client.zrange("s3-sftp:log-parked:prioritized", 0, 0);
    await client.del(`s3-sftp:log-parked:${ghost}`);
    expect(await queue.unpark()).toBe(1);
    expect(await queue.stats()).toMatchObject({ waiting: 148, parked: 0, lost: 1202 });
    client.disconnect();
    await queue.close();
    await clear();
  });
});

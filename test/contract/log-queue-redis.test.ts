import { hash } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RedisQueue } from "../../src/server/queue/redis-queue.ts";
import { componentMissing } from "../support/processes/components.ts";
import { knownToken, logEntry } from "../support/values/entries.ts";
import { startRedis, type RedisProcess } from "../support/processes/redis.ts";
import { describeMessageQueue } from "./log-queue.suite.ts";

const rememberMs = 200;

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
    const queue = new RedisQueue({ url: redis.url, rememberMs });
    expect(await queue.open()).toEqual([]);
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
    const queue = new RedisQueue({ url: other.url, rememberMs });
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
    const queue = new RedisQueue({ url: redis.url, rememberMs });
    expect((await queue.open()).join()).toContain("appendfsync always");
    await queue.close();
    await client.config("SET", "appendfsync", "always");
    client.disconnect();
  });
});

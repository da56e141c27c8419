import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startSlackStandIn, type SlackStandIn } from "../../src/demo/slack-stand-in.ts";
import { queueWords } from "../../src/server/words/queue-words.ts";
import { componentMissing } from "../support/processes/components.ts";
import { freePort } from "../support/processes/free-port.ts";
import { createLogServerFolder, type LogServerFolder } from "../support/processes/log-server.ts";
import { startRedis, type RedisProcess } from "../support/processes/redis.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { askReady, hasAll, postNumbered } from "../support/sites/log-traffic.ts";
import { isCampaign, isFullRun } from "../support/values/run-size.ts";

const restarts = isCampaign ? 20 : isFullRun ? 3 : 1;
const perRound = isCampaign ? 500 : 40;

describe.runIf(!componentMissing("redis"))("a log server whose Redis", () => {
  let folder: LogServerFolder;
  let redis: RedisProcess;
  let admin: Redis;
  let slack: SlackStandIn | null = null;
  beforeEach(async () => {
    folder = await createLogServerFolder();
    redis = await startRedis();
    admin = new Redis(redis.url);
    admin.on("error", () => {}); // it goes away on purpose
  });
  afterEach(async () => {
    await folder.remove();
    admin.disconnect();
    await redis.stop();
    await slack?.close();
    slack = null;
  });

  /** A server whose Slack comes when it is asked to. */
  const start = async () => {
    const port = await freePort();
    const slackUrl = `http://127.0.0.1:${port}/api/`;
    const unlimited = ["--rate-per-token", "0", "--rate-per-address", "0"];
    const args = ["--redis", redis.url, ...unlimited];
    const server = await folder.start({ slackUrl, args });
    const openSlack = async () => {
      slack = await startSlackStandIn({ port });
      return slack;
    };
    return { ...server, openSlack };
  };
  const send = async (url: string, from: number, count: number) => {
    const numbers = Array.from({ length: count }, (_, index) => from + index);
    const accepted: number[] = [];
    for (const number of numbers)
      if ((await postNumbered(url, folder.token, number)) === 202) accepted.push(number);
    return accepted;
  };

  it(
    `is killed and started again ${restarts} times brings whatever it accepted to Slack`,
    async () => {
      const { url, openSlack } = await start();
      const accepted: number[] = [];
      for (let round = 0; round < restarts; round += 1) {
        const sending = send(url, round * perRound, perRound);
        await waitUntil("some are there", async () => (await askReady(url)).waiting > 0);
        await redis.restart();
        accepted.push(...(await sending));
        const again = async () => (await postNumbered(url, folder.token, 1e6 + round)) === 202;
        await waitUntil("it takes messages again", again);
        accepted.push(1e6 + round);
      }
      const { messages } = await openSlack();
      const isDone = () => hasAll(messages, accepted);
      await waitUntil("all are in Slack", isDone, 120_000);
    },
    isCampaign ? 900_000 : 180_000,
  );

  it("is told to evict accepts nothing until it is told better, and loses nothing accepted", async () => {
    const { url, openSlack } = await start();
    const accepted = await send(url, 0, perRound);
    expect(accepted).toHaveLength(perRound);
    await admin.config("SET", "maxmemory-policy", "allkeys-lru");
    await expect(start()).rejects.toThrow(queueWords.evicts("allkeys-lru"));
    await waitUntil("it is not ready", async () => (await askReady(url)).status === 503);
    expect(await postNumbered(url, folder.token, 5000)).toBe(503);
    await admin.config("SET", "maxmemory-policy", "noeviction");
    const { messages } = await openSlack();
    await waitUntil("it takes messages", async () => (await send(url, 6000, 1)).length === 1);
    const isDone = () => hasAll(messages, [...accepted, 6000]);
    await waitUntil("all are in Slack", isDone, 60_000);
  });

  it("has lost jobs delivers all others, and tells how many are lost", async () => {
    const { url, openSlack, output } = await start();
    await send(url, 0, perRound);
    const keys = await admin.keys("s3-sftp:log-waiting:r*");
    expect(keys).toHaveLength(perRound);
    // The first message is on its way already; what was read before it was lost is delivered all the same.
    const lost = keys.slice(0, perRound / 2);
    for (const key of lost) await admin.del(key);
    const left = await Promise.all(keys.map(async (key) => admin.hget(key, "data")));
    const numbers = left.flatMap((data) =>
      Array.from((data ?? "").matchAll(/\[m(\d+)\]/g), ([, n]) => Number(n)),
    );
    expect(numbers).toHaveLength(perRound / 2);
    const { messages } = await openSlack();
    const isDone = () => hasAll(messages, numbers);
    await waitUntil("the others are in Slack", isDone, 60_000);
    await waitUntil("nothing waits", async () => (await askReady(url)).waiting === 0);
    const told = /^log_lost_total (\d+)$/m.exec(await (await fetch(`${url}/metrics`)).text());
    expect(Number(told?.[1])).toBeGreaterThanOrEqual(lost.length - 1);
    expect(output()).toContain(queueWords.redisLost);
  });
});

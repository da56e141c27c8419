import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { componentMissing } from "../support/processes/components.ts";
import { logSiteForEach } from "../support/sites/log-site.ts";
import { startRedis, type RedisProcess } from "../support/processes/redis.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { queueWords } from "../../src/server/words/queue-words.ts";

describe.runIf(!componentMissing("redis"))("two log servers on one Redis", () => {
  let redis: RedisProcess;
  const site = logSiteForEach();
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => redis.stop());

  it("take each message once, keep Slack's pace together, and go on when one is killed", async () => {
    const options = {
      slackUrl: site.slack.url,
      args: ["--redis", redis.url, "--slack-interval", "100"],
    };
    const [one, two] = [await site.folder.start(options), await site.folder.start(options)];
    const post = async (url: string, number: number) => {
      const body = {
        Auth: site.folder.token,
        Action: "Success",
        LogMessage: `m${number}.`,
        Id: `id-${number}`,
      };
      return (await fetch(url, { method: "POST", body: JSON.stringify(body) })).status;
    };
    const statuses: number[] = [];
    for (let number = 0; number < 10; number += 1) {
      statuses.push(await post(one.url, number), await post(two.url, number));
    }
    expect(statuses.filter((status) => status === 202)).toHaveLength(10);
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    await one.end("SIGKILL");
    for (let number = 10; number < 20; number += 1) expect(await post(two.url, number)).toBe(202);
    const arrived = (number: number) => JSON.stringify(site.slack.messages).includes(`m${number}.`);
    // A killed server leaves its lease behind for up to 15 seconds.
    await waitUntil(
      "all are in Slack",
      () => Array.from({ length: 20 }, (_, n) => n).every(arrived),
      30_000,
    );
    const [first, last] = [site.slack.messages[0], site.slack.messages.at(-1)];
    const tookMs = (last?.atMs ?? 0) - (first?.atMs ?? 0);
    expect(tookMs).toBeGreaterThanOrEqual((site.slack.messages.length - 1) * 95);
  }, 45_000);
});

describe.runIf(!componentMissing("redis"))("a log server whose Redis goes away", () => {
  const site = logSiteForEach();

  it("answers 503 to posts and on /ready, and still shows its numbers", async () => {
    const redis = await startRedis();
    const { url } = await site.folder.start({ args: ["--redis", redis.url] });
    await redis.stop();
    const body = JSON.stringify({ Auth: site.folder.token, Action: "Success", LogMessage: "m" });
    const response = await fetch(url, { method: "POST", body });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "10"]);
    const ready = await fetch(`${url}/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain(queueWords.notWritable);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain(
      'log_posts_total{answer="not-stored"} 1',
    );
    expect((await fetch(`${url}/health-check`)).status).toBe(200);
  });
});

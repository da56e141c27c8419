import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startSlackStandIn, type SlackStandIn } from "../../src/demo/slack-stand-in.ts";
import { componentMissing } from "../support/components.ts";
import { createLogServerFolder, type LogServerFolder } from "../support/log-server.ts";
import { startRedis, type RedisProcess } from "../support/redis.ts";
import { waitUntil } from "../support/wait-until.ts";

describe.runIf(!componentMissing("redis"))("two log servers on one Redis", () => {
  let redis: RedisProcess;
  let slack: SlackStandIn;
  let folder: LogServerFolder;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => redis.stop());
  beforeEach(async () => {
    slack = await startSlackStandIn();
    folder = await createLogServerFolder();
  });
  afterEach(async () => {
    await folder.remove();
    await slack.close();
  });

  it("take each message once, keep Slack's pace together, and go on when one is killed", async () => {
    const options = {
      slackUrl: slack.url,
      args: ["--redis", redis.url, "--slack-interval", "100"],
    };
    const [one, two] = [await folder.start(options), await folder.start(options)];
    const post = async (url: string, number: number) => {
      const body = {
        Auth: folder.token,
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
    const arrived = (number: number) => JSON.stringify(slack.messages).includes(`m${number}.`);
    // A killed server leaves its lease behind for up to 15 seconds.
    await waitUntil(
      "all are in Slack",
      () => Array.from({ length: 20 }, (_, n) => n).every(arrived),
      30_000,
    );
    const [first, last] = [slack.messages[0], slack.messages.at(-1)];
    const tookMs = (last?.atMs ?? 0) - (first?.atMs ?? 0);
    expect(tookMs).toBeGreaterThanOrEqual((slack.messages.length - 1) * 95);
  }, 45_000);
});

describe.runIf(!componentMissing("redis"))("a log server whose Redis goes away", () => {
  it("answers 503 to posts and on /ready, and still shows its numbers", async () => {
    const redis = await startRedis();
    const folder = await createLogServerFolder();
    const { url } = await folder.start({ args: ["--redis", redis.url] });
    await redis.stop();
    const body = JSON.stringify({ Auth: folder.token, Action: "Success", LogMessage: "m" });
    const response = await fetch(url, { method: "POST", body });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "10"]);
    const ready = await fetch(`${url}/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain("the queue cannot be written");
    expect(await (await fetch(`${url}/metrics`)).text()).toContain(
      'log_posts_total{answer="not-stored"} 1',
    );
    expect((await fetch(`${url}/health-check`)).status).toBe(200);
    await folder.remove();
  });
});

import { describe, expect, it } from "vitest";
import {
  startSlackStandIn,
  type SlackMessage,
  type SlackMishap,
} from "../../src/demo/slack-stand-in.ts";
import { deliveryWords } from "../../src/server/words/delivery-words.ts";
import { componentMissing } from "../support/processes/components.ts";
import { freePort } from "../support/processes/free-port.ts";
import { startRedis } from "../support/processes/redis.ts";
import { logSiteForEach } from "../support/sites/log-site.ts";
import { isCampaign, someOf } from "../support/values/run-size.ts";
import { waitUntil } from "../support/processes/wait-until.ts";

const rounds = isCampaign ? 3 : 1;

/** Everything that a Slack can do wrong short of refusing for good; after "never" the server waits 15 seconds. */
const mishaps: readonly SlackMishap[] = [
  { kind: "rateLimited", retryAfterSeconds: 1 },
  { kind: "html" },
  { kind: "cut", isTaken: false },
  { kind: "status", status: 500 },
  { kind: "slow", delayMs: 300 },
  { kind: "refused", error: "internal_error" },
  { kind: "status", status: 503 },
  { kind: "cut", isTaken: true },
  { kind: "never" },
];

const site = logSiteForEach();

const send = async (url: string, count: number) => {
  for (let number = 0; number < count; number += 1) {
    const body = {
      Auth: site.folder.token,
      Action: "Success",
      LogMessage: `[m${number}]`,
      Id: `${number}`,
    };
    const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
    expect(response.status).toBe(202);
  }
};

/** Waits until the server believes that Slack has everything. */
const untilDelivered = async (url: string) => {
  const isDone = async () => {
    const ready: unknown = await (await fetch(`${url}/ready`)).json();
    return JSON.stringify(ready).includes('"waiting":0,"parked":0');
  };
  await waitUntil("all is delivered", isDone, 100_000);
};

const isDigestHead = ({ attachments }: SlackMessage): boolean =>
  attachments.some(({ text }) => text === deliveryWords.seeThread);

/** The numbers of the messages in Slack, in its order, repeats included. */
const numbersInSlack = (): readonly number[] => {
  const attachments = site.slack.messages.flatMap((message) => message.attachments);
  const texts = attachments.map(({ text }) => String(text)).join("\n");
  return [...texts.matchAll(/\[m(\d+)\]/g)].map(([, number]) => Number(number));
};

describe("a log server whose Slack", () => {
  it.each(someOf(mishaps, 3).map((mishap) => ({ ...mishap, name: JSON.stringify(mishap) })))(
    "misbehaves with $name gets the message there all the same",
    async (mishap) => {
      const { url } = await site.folder.start({ slackUrl: site.slack.url });
      site.slack.misbehave(...Array.from({ length: rounds }, () => mishap));
      await send(url, rounds);
      await untilDelivered(url);
      const sent = Array.from({ length: rounds }, (_, number) => number);
      expect(numbersInSlack()).toEqual(expect.arrayContaining(sent));
      expect(site.slack.postCount()).toBeGreaterThanOrEqual(rounds);
    },
    120_000,
  );

  it.each([
    ["on disk", false],
    ["in Redis", true],
  ])(
    "has the head of a digest gets its list into the same thread after kill -9, with a queue %s",
    async (_, isRedis) => {
      if (isRedis && componentMissing("redis")) return;
      const redis = isRedis ? await startRedis() : null;
      const args = redis === null ? [] : ["--redis", redis.url];
      // Slack comes when all is there: what waits becomes one digest.
      const port = await freePort();
      const options = { slackUrl: `http://127.0.0.1:${port}/api/`, args };
      const first = await site.folder.start(options);
      await send(first.url, 20);
      const slack = await startSlackStandIn({ port });
      const heads = () => slack.messages.filter(isDigestHead);
      slack.onMessage((message) => {
        if (isDigestHead(message)) slack.misbehave({ kind: "never" });
      });
      const isListUnderWay = () => heads().length > 0 && slack.postCount() > slack.messages.length;
      await waitUntil("the head is there, and its list under way", isListUnderWay, 90_000);
      await first.end("SIGKILL");
      const before = slack.messages.length;
      const next = await site.folder.start(options);
      await untilDelivered(next.url);
      const after = slack.messages.slice(before);
      expect(heads()).toHaveLength(1);
      expect(after.map(({ threadTs }) => threadTs)).toEqual(after.map(() => heads()[0]?.ts));
      const shown = JSON.stringify(slack.messages.map(({ attachments }) => attachments));
      for (let number = 0; number < 20; number += 1) expect(shown).toContain(`[m${number}]`);
      await slack.close();
      await redis?.stop();
    },
    180_000,
  );

  it("is well posts each message once, in order", async () => {
    const { url } = await site.folder.start({ slackUrl: site.slack.url });
    const count = 100 * rounds;
    await send(url, count);
    await untilDelivered(url);
    expect(numbersInSlack()).toEqual(Array.from({ length: count }, (_, number) => number));
  }, 120_000);
});

import { describe, expect, it } from "vitest";
import type { SlackMishap } from "../../src/demo/slack-stand-in.ts";
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

  it("is well posts each message once, in order", async () => {
    const { url } = await site.folder.start({ slackUrl: site.slack.url });
    const count = 100 * rounds;
    await send(url, count);
    await untilDelivered(url);
    expect(numbersInSlack()).toEqual(Array.from({ length: count }, (_, number) => number));
  }, 120_000);
});

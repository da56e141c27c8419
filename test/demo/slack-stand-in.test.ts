import { LogLevel, WebClient } from "@slack/web-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startSlackStandIn } from "../../src/demo/slack-stand-in.ts";
import type { SlackStandIn } from "../../src/demo/slack-stand-in.ts";

let slack: SlackStandIn;

beforeEach(async () => {
  slack = await startSlackStandIn({ token: "xoxb-right" });
});

afterEach(async () => {
  await slack.close();
});

const client = (token = "xoxb-right") =>
  new WebClient(token, {
    slackApiUrl: slack.url,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    logger: {
      debug: () => {},
      info: () => {},
      warn: () => {},
      error: () => {},
      setLevel: () => {},
      getLevel: () => LogLevel.ERROR,
      setName: () => {},
    },
  });

const message = {
  channel: "#sftp-alerts",
  attachments: [{ color: "good", title: "Successful upload to B" }],
} as const;

const post = () => {
  const { chat } = client();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Slack's, not a window's
  return chat.postMessage({ ...message, attachments: [...message.attachments] });
};

describe("the Slack stand-in", () => {
  it("keeps what Slack's own client posts, attachments parsed", async () => {
    const answer = await post();
    expect(answer.ok).toBe(true);
    expect(answer.ts).toBe(slack.messages[0]?.ts);
    expect(slack.messages).toMatchObject([
      { channel: "#sftp-alerts", attachments: message.attachments },
    ]);
  });

  it("takes JSON bodies too", async () => {
    const answer = await fetch(`${slack.url}chat.postMessage`, {
      method: "POST",
      headers: { authorization: "Bearer xoxb-right", "content-type": "application/json" },
      body: JSON.stringify({ channel: "C1", text: "hello" }),
    });
    expect(await answer.json()).toMatchObject({ ok: true, channel: "C1" });
    expect(slack.messages).toMatchObject([{ text: "hello" }]);
  });

  it("knows its token", async () => {
    await expect(client("xoxb-right").auth.test()).resolves.toMatchObject({ ok: true });
    await expect(client("xoxb-wrong").auth.test()).rejects.toThrow("invalid_auth");
  });

  it("misbehaves once for each mishap, then recovers", async () => {
    slack.misbehave(
      { kind: "rateLimited", retryAfterSeconds: 7 },
      { kind: "status", status: 500 },
      { kind: "refused", error: "channel_not_found" },
      { kind: "html" },
      { kind: "cut", isTaken: false },
    );
    await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
    await expect(post()).rejects.toThrow();
    await expect(post()).rejects.toThrow("channel_not_found");
    await expect(post()).rejects.toThrow();
    await expect(post()).rejects.toThrow();
    expect(slack.messages).toHaveLength(0);
    await expect(post()).resolves.toMatchObject({ ok: true });
    expect(slack.messages).toHaveLength(1);
    expect(slack.postCount()).toBe(6);
  });

  it("loses the answer to a message that it took", async () => {
    slack.misbehave({ kind: "cut", isTaken: true });
    await expect(post()).rejects.toThrow();
    expect(slack.messages).toHaveLength(1);
  });

  it("answers late when slow, and not at all when told never", async () => {
    slack.misbehave({ kind: "slow", delayMs: 40 }, { kind: "never" });
    const startedAt = performance.now();
    await post();
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(38);
    const answer = fetch(`${slack.url}chat.postMessage`, {
      method: "POST",
      headers: { authorization: "Bearer xoxb-right", "content-type": "application/json" },
      body: JSON.stringify({ channel: "C1", text: "anybody?" }),
      signal: AbortSignal.timeout(60),
    });
    await expect(answer).rejects.toThrow();
    expect(slack.messages).toHaveLength(1);
  });

  it("tells a listener of each message until it is taken off", async () => {
    const heard: string[] = [];
    const stop = slack.onMessage(({ channel }) => heard.push(channel));
    await post();
    stop();
    await post();
    expect(heard).toEqual(["#sftp-alerts"]);
  });
});

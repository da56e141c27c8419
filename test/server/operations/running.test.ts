import { writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { startLogApp } from "../../support/sites/log-app.ts";
import { logSiteForEach } from "../../support/sites/log-site.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";
import { deliveryWords } from "../../../src/server/words/delivery-words.ts";

const site = logSiteForEach();

const bodyOf = (token: string, message = "m") =>
  JSON.stringify({ Auth: token, Action: "Success", LogMessage: message });

describe("a running log server", () => {
  it("admits a new token and refuses a revoked one after SIGHUP", async () => {
    const { url, child } = await site.folder.start({ slackUrl: site.slack.url });
    const next = "another-token-of-the-tests-0123";
    await writeFile(site.folder.tokensFile, `${next}\n`);
    child.kill("SIGHUP");
    const status = async (token: string) =>
      (await fetch(url, { method: "POST", body: bodyOf(token) })).status;
    await waitUntil("the new token is known", async () => (await status(next)) === 202);
    expect(await status(site.folder.token)).toBe(401);
  });

  it("mistakes no plain token for another when a line above them is deleted", async () => {
    const [first, second, third] = ["first", "second", "third"].map(
      (which) => `the-${which}-plain-token-of-the-tests`,
    );
    await writeFile(site.folder.tokensFile, `${first}\n${second}\n${third}\n`);
    const { url } = await site.folder.start({ slackUrl: site.slack.url });
    const status = async (token: string | undefined, message: string, id?: string) => {
      const body = { Auth: token, Action: "Success", LogMessage: message, Id: id };
      return (await fetch(url, { method: "POST", body: JSON.stringify(body) })).status;
    };
    expect(await status(second, "of the second", "same")).toBe(202);
    await writeFile(site.folder.tokensFile, `${second}\n${third}\n`);
    await waitUntil("the first is revoked", async () => (await status(first, "m")) === 401);
    expect(await status(second, "of the second", "same")).toBe(200);
    expect(await status(third, "of the third", "same")).toBe(202);
    const inSlack = () => JSON.stringify(site.slack.messages);
    await waitUntil("the third's is in Slack", () => inSlack().includes("of the third"));
    expect(inSlack().split("of the second")).toHaveLength(3); // text and fallback, once
  });

  it("tells on /ready what Slack refuses, keeps the messages, and delivers them once it is mended", async () => {
    site.slack.misbehave({ kind: "refused", error: "channel_not_found" });
    const { url, child } = await site.folder.start({ slackUrl: site.slack.url });
    await fetch(url, { method: "POST", body: bodyOf(site.folder.token) });
    await waitUntil("Slack was asked", () => site.slack.postCount() === 1);
    await waitUntil("it is not ready", async () => (await fetch(`${url}/ready`)).status === 503);
    const ready: unknown = await (await fetch(`${url}/ready`)).json();
    expect(ready).toMatchObject({
      ready: false,
      reasons: [deliveryWords.rejects("channel_not_found")],
      queue: { waiting: 1 },
    });
    child.kill("SIGHUP");
    await waitUntil("it is in Slack", () => site.slack.messages.length === 1);
    await waitUntil("it is ready", async () => (await fetch(`${url}/ready`)).status === 200);
  });

  it("finishes the Slack call under way on SIGTERM, so that nothing is posted twice", async () => {
    site.slack.misbehave({ kind: "slow", delayMs: 500 });
    const first = await site.folder.start({ slackUrl: site.slack.url });
    await fetch(first.url, { method: "POST", body: bodyOf(site.folder.token) });
    await waitUntil("Slack was asked", () => site.slack.postCount() === 1);
    expect(await first.end("SIGTERM")).toBe(0);
    const second = await site.folder.start({ slackUrl: site.slack.url });
    await fetch(second.url, { method: "POST", body: bodyOf(site.folder.token, "the next") });
    await waitUntil("the next one is in Slack", () => site.slack.messages.length > 1);
    expect(site.slack.messages.map(({ attachments }) => attachments[0]?.["text"])).toEqual([
      "m",
      "the next",
    ]);
  });

  it("answers the post that is under way on SIGTERM, then ends", async () => {
    const { url, end } = await site.folder.start({ slackUrl: site.slack.url });
    const body = bodyOf(site.folder.token);
    const socket = connect(Number(new URL(url).port), "127.0.0.1").setEncoding("latin1");
    let received = "";
    socket.on("data", (chunk: string) => {
      received += chunk;
    });
    const head = `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`;
    socket.write(head + body.slice(0, 10));
    await fetch(`${url}/health-check`); // by now the server has read the first half
    const ended = end("SIGTERM");
    socket.write(body.slice(10));
    expect(await ended).toBe(0);
    expect(received).toMatch(/^HTTP\/1.1 202 /);
  });

  it("opens no debugger on SIGUSR1, however often, and goes on", async () => {
    const { url, child, output } = await site.folder.start({ slackUrl: site.slack.url });
    for (let count = 0; count < 3; count += 1) child.kill("SIGUSR1");
    // Reloading is answered after it, by the same process.
    child.kill("SIGHUP");
    await waitUntil("it has reloaded", () => output().includes("reloaded"));
    expect((await fetch(`${url}/health-check`)).status).toBe(200);
    // Node says so when it listens, and when its port is taken.
    expect(output()).not.toMatch(/debugger|inspector/i);
  });

  it("shows its numbers on /metrics to loopback", async () => {
    const { url } = await site.folder.start({ slackUrl: site.slack.url });
    await fetch(url, { method: "POST", body: bodyOf(site.folder.token) });
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toContain('log_posts_total{answer="accepted"} 1');
    expect(text).toContain("log_queue_waiting");
    expect(text).not.toContain(site.folder.token);
  });
});

describe("the routes while the server stops, or its disk is full", () => {
  it("answer 503 with Retry-After once it is stopping", async () => {
    const app = await startLogApp();
    app.beginToStop();
    const response = await app.post(bodyOf(app.token));
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "10"]);
    expect((await fetch(`${app.url}/ready`)).status).toBe(503);
    expect((await fetch(`${app.url}/health-check`)).status).toBe(200);
    await app.close();
  });

  it("answer 503, never 202, once the queue is full, and keep all that had a 202", async () => {
    const app = await startLogApp({ maxBytes: 1024 * 1024 });
    const statuses: number[] = [];
    for (let count = 0; count < 40; count += 1) {
      statuses.push((await app.post(bodyOf(app.token, "x".repeat(40_000)))).status);
    }
    expect(new Set(statuses)).toEqual(new Set([202, 503]));
    const accepted = statuses.filter((status) => status === 202).length;
    expect((await app.queue.stats()).waiting).toBe(accepted);
    await app.close();
  });
});

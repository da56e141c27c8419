import { describe, expect, it } from "vitest";
import { logSiteForEach } from "../support/sites/log-site.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import manifest from "../../package.json" with { type: "json" };
import { commandWords } from "../../src/server/words/command-words.ts";
import { queueWords } from "../../src/server/words/queue-words.ts";

const site = logSiteForEach();

const post = async (url: string, body: object): Promise<Response> =>
  // As the original client: no JSON content type.
  fetch(url, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "" } });

describe("s3-sftp-log-server", () => {
  it("answers pong, and carries a success and a failure to Slack in good and danger", async () => {
    const { url } = await site.folder.start({ slackUrl: site.slack.url });
    expect(await (await fetch(`${url}/health-check`)).text()).toBe("pong");
    const { token } = site.folder;
    const whole = `AccessDenied: ${"no right to write, ".repeat(700)}end`;
    const success = { Auth: token, Action: "Success", LogMessage: "report.pdf is there" };
    expect((await post(url, success)).status).toBe(202);
    expect((await post(url, { Auth: token, Action: "Fail", LogMessage: whole })).status).toBe(202);
    await waitUntil("both are in Slack", () => site.slack.messages.length === 2);
    const [first, second] = site.slack.messages;
    expect(first?.attachments).toMatchObject([{ color: "good", text: "report.pdf is there" }]);
    expect(second?.attachments.every(({ color }) => color === "danger")).toBe(true);
    expect(second?.attachments.map(({ text }) => text).join("")).toBe(whole);
    expect(first?.channel).toBe("#sftp-alerts");
  });

  it("refuses a wrong token with 401 and tells neither Slack nor its own log of it", async () => {
    const server = await site.folder.start({
      slackUrl: site.slack.url,
      args: ["--log-level", "debug"],
    });
    const body = { Auth: "wrong-token-0123456789", Action: "Success", LogMessage: "hello" };
    const response = await post(server.url, body);
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain("wrong-token");
    await server.end();
    expect(server.output()).not.toContain("wrong-token");
    expect(site.slack.postCount()).toBe(0);
  });

  it("keeps a message while Slack is away and after kill -9, and posts it once when both are back", async () => {
    const before = await site.folder.start();
    const body = {
      Auth: site.folder.token,
      Action: "Success",
      LogMessage: "kept",
      Id: "outcome-1",
    };
    expect((await post(before.url, body)).status).toBe(202);
    await before.end("SIGKILL");
    const after = await site.folder.start({ slackUrl: site.slack.url });
    expect((await post(after.url, body)).status).toBe(200);
    await waitUntil("it is in Slack", () => site.slack.messages.length > 0);
    expect(await after.end()).toBe(0);
    expect(site.slack.messages).toHaveLength(1);
  });

  it("says once what it has found: tokens, channel, queue and address", async () => {
    const { url, output } = await site.folder.start({ slackUrl: site.slack.url });
    const started = commandWords.started({
      version: manifest.version,
      tokens: 1,
      channel: "#sftp-alerts",
      queue: site.folder.dataFolder,
      waiting: 0,
      parked: 0,
      url,
    });
    expect(output().split("\n")).toEqual(
      expect.arrayContaining([started, commandWords.listening(url)]),
    );
  });

  it("does not start on a data folder that another server uses", async () => {
    await site.folder.start();
    await expect(site.folder.start()).rejects.toThrow(queueWords.inUse(site.folder.dataFolder));
  });
});

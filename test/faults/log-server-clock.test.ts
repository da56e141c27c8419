import { describe, expect, it } from "vitest";
import { createClockShim } from "../support/processes/clock-shim.ts";
import { componentMissing } from "../support/processes/components.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { logSiteForEach } from "../support/sites/log-site.ts";
import { askReady, numbersIn, postNumbered } from "../support/sites/log-traffic.ts";
import { someOf } from "../support/values/run-size.ts";

const hourMs = 3_600_000;
const steps = [-hourMs, hourMs, -86_400_000, 365 * 86_400_000, -60_000];
const site = logSiteForEach();

const start = async (args: readonly string[] = []) => {
  const shim = createClockShim(site.folder.folder);
  const server = await site.folder.start({ slackUrl: site.slack.url, env: shim.env, args });
  const dateMs = async () =>
    Date.parse((await fetch(`${server.url}/health-check`)).headers.get("date") ?? "");
  /** Sets it, and waits until the server has it: its answers carry the date of the last second. */
  const step = async (ms: number) => {
    shim.setOffset(ms);
    const isThere = async () => Math.abs((await dateMs()) - Date.now() - ms) < 10_000;
    await waitUntil("the server has the new date", isThere);
  };
  return { ...server, step };
};

describe.runIf(!componentMissing("gcc"))("a log server whose date is set", () => {
  it.each(someOf(steps, 2))(
    "by %i ms goes on posting, and says truly whether it is ready",
    async (ms) => {
      const { url, step } = await start();
      const send = async (number: number) => postNumbered(url, site.folder.token, number);
      expect([await send(1), await send(2)]).toEqual([202, 202]);
      await waitUntil("both are in Slack", () => numbersIn(site.slack.messages).length === 2);
      await step(ms);
      expect([await send(3), await send(2)]).toEqual([202, 200]);
      await waitUntil("the third is in Slack", () => numbersIn(site.slack.messages).length === 3);
      await waitUntil("nothing waits", async () => (await askReady(url)).waiting === 0);
      expect(await askReady(url)).toMatchObject({ status: 200 });
      await step(0);
      expect(await send(4)).toBe(202);
      await waitUntil("the fourth is in Slack", () => numbersIn(site.slack.messages).length === 4);
    },
  );

  it.each(someOf(steps, 1))("by %i ms counts wrong tokens as before", async (ms) => {
    const { url, step } = await start(["--failed-tokens", "60"]);
    const wrong = async () => postNumbered(url, "a-wrong-token", 0);
    for (let count = 0; count < 60; count += 1) await wrong();
    await waitUntil("there are too many", async () => (await wrong()) === 429);
    await step(ms);
    expect(await postNumbered(url, site.folder.token, 1)).toBe(202);
    await waitUntil("one more is answered", async () => (await wrong()) === 401);
  });
});

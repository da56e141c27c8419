import { mkdir, rename, rm } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startSlackStandIn, type SlackStandIn } from "../../src/demo/slack-stand-in.ts";
import { queueWords } from "../../src/server/words/queue-words.ts";
import { freePort } from "../support/processes/free-port.ts";
import { createLogServerFolder, type LogServerFolder } from "../support/processes/log-server.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { askReady, numbersIn, postNumbered } from "../support/sites/log-traffic.ts";
import { isCampaign } from "../support/values/run-size.ts";

const rounds = isCampaign ? 20 : 1;

let folder: LogServerFolder;
let slack: SlackStandIn | null = null;
beforeEach(async () => {
  folder = await createLogServerFolder();
});
afterEach(async () => {
  await folder.remove();
  await slack?.close();
  slack = null;
});

const harms: readonly (readonly [string, () => Promise<unknown>])[] = [
  ["deleted", async () => rm(folder.dataFolder, { recursive: true })],
  ["moved away", async () => rename(folder.dataFolder, `${folder.dataFolder}.old`)],
  [
    "swapped for an empty one",
    async () => {
      await rename(folder.dataFolder, `${folder.dataFolder}.old`);
      await mkdir(folder.dataFolder);
    },
  ],
];

describe("a log server whose data folder is", () => {
  it.each(harms)("%s under traffic answers 202 to nothing from then on", async (_what, harm) => {
    const { url } = await folder.start();
    let isHarmed = false;
    const afterwards: (number | null)[] = [];
    const traffic = async (lane: number) => {
      for (let number = 0; number < 60; number += 1) {
        const wasHarmed = isHarmed;
        const status = await postNumbered(url, folder.token, lane * 1000 + number);
        if (wasHarmed) afterwards.push(status);
      }
    };
    const running = [1, 2, 3, 4].map(traffic);
    await waitUntil("some are accepted", async () => (await askReady(url)).waiting > 10);
    await harm();
    isHarmed = true;
    await Promise.all(running);
    expect(afterwards.length).toBeGreaterThan(0);
    expect(new Set(afterwards)).toEqual(new Set([503]));
    expect(await askReady(url)).toMatchObject({ status: 503, reasons: queueWords.notWritable });
    expect((await fetch(`${url}/health-check`)).status).toBe(200);
  });

  it(
    "swapped, then put back, brings all that had a 202 to Slack after a kill, and nothing else",
    async () => {
      const port = await freePort();
      const slackUrl = `http://127.0.0.1:${port}/api/`;
      const accepted: number[] = [];
      const refused: number[] = [];
      const send = async (url: string, number: number) => {
        const status = await postNumbered(url, folder.token, number);
        (status === 202 ? accepted : refused).push(number);
      };
      for (let round = 0; round < rounds; round += 1) {
        const server = await folder.start({ slackUrl });
        for (let number = 0; number < 20; number += 1) await send(server.url, round * 100 + number);
        await rename(folder.dataFolder, `${folder.dataFolder}.old`);
        await mkdir(folder.dataFolder);
        for (let number = 20; number < 40; number += 1)
          await send(server.url, round * 100 + number);
        await server.end("SIGKILL");
        await rm(folder.dataFolder, { recursive: true });
        await rename(`${folder.dataFolder}.old`, folder.dataFolder);
      }
      expect([accepted.length, refused.length]).toEqual([20 * rounds, 20 * rounds]);
      slack = await startSlackStandIn({ port });
      const { messages } = slack;
      const { url } = await folder.start({ slackUrl });
      await waitUntil("nothing waits", async () => (await askReady(url)).waiting === 0, 60_000);
      expect(numbersIn(messages).toSorted((a, b) => a - b)).toEqual(accepted);
    },
    isCampaign ? 600_000 : 120_000,
  );
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startSlackStandIn, type SlackStandIn } from "../../src/demo/slack-stand-in.ts";
import { freePort } from "../support/processes/free-port.ts";
import { createLogServerFolder, type LogServerFolder } from "../support/processes/log-server.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { numbersIn, postNumbered } from "../support/sites/log-traffic.ts";
import { isCampaign } from "../support/values/run-size.ts";

const count = isCampaign ? 1000 : 60;
const poisonedEvery = isCampaign ? 97 : 37;
const senders = 20;

let folder: LogServerFolder;
let slack: SlackStandIn | null = null;
beforeEach(async () => {
  folder = await createLogServerFolder();
});
afterEach(async () => {
  await folder.remove();
  await slack?.close();
});

const isPoisoned = (number: number) => number % poisonedEvery === poisonedEvery - 1;

describe("a log server with messages that Slack will not have", () => {
  it(
    `brings all others of ${count} to Slack and parks these, also when they are tried again`,
    async () => {
      const port = await freePort();
      const server = await folder.start({ slackUrl: `http://127.0.0.1:${port}/api/` });
      const numbers = Array.from({ length: count }, (_, number) => number);
      for (const number of numbers) {
        const Key = `[m${number}]${isPoisoned(number) ? "POISON" : ""}.pdf`;
        const more = { Key, Sender: `user-${number % senders}@host` };
        expect(await postNumbered(server.url, folder.token, number, more)).toBe(202);
      }
      let refused = 0;
      const refuses = (attachments: string) => {
        if (!attachments.includes("POISON")) return null;
        refused += 1;
        return "invalid_attachments";
      };
      slack = await startSlackStandIn({ port, refuses });
      const good = numbers.filter((number) => !isPoisoned(number));
      const parked = count - good.length;
      const settled = async () => {
        const ready = await (await fetch(`${server.url}/ready`)).text();
        return ready.includes(`"waiting":0,"parked":${parked}`);
      };
      await waitUntil("all is settled", settled, 120_000);
      const { messages } = slack;
      expect(numbersIn(messages).toSorted((a, b) => a - b)).toEqual(good);
      const before = refused;
      server.child.kill("SIGHUP");
      await waitUntil("they are tried again", () => refused >= before + parked);
      await waitUntil("they are parked again", settled, 60_000);
      expect(numbersIn(messages).length).toBe(good.length);
    },
    isCampaign ? 600_000 : 180_000,
  );
});

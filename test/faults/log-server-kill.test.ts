import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startSlackStandIn, type SlackStandIn } from "../../src/demo/slack-stand-in.ts";
import { openTransferStore } from "../../src/services/adapters/disk/sqlite-transfer-store.ts";
import type { TransferStore } from "../../src/services/ports/transfer-store.ts";
import { createLogServerFolder, type LogServerFolder } from "../support/processes/log-server.ts";
import { freePort } from "../support/processes/free-port.ts";
import { someOutcome } from "../support/values/transfers.ts";
import { isCampaign, isFullRun } from "../support/values/run-size.ts";
import { waitUntil } from "../support/processes/wait-until.ts";

const kills = isCampaign ? 20 : isFullRun ? 3 : 1;
const outcomes = isCampaign ? 10_000 : isFullRun ? 600 : 200;

/** On a machine that is busy with other tests. */
const maxWaitForReadMs = isCampaign ? 600_000 : 90_000;

const senderScript = path.resolve(import.meta.dirname, "../support/processes/log-sender.ts");

let folder: LogServerFolder;
let slack: SlackStandIn;
let store: TransferStore;
let sender: ChildProcess | null = null;

beforeEach(async () => {
  folder = await createLogServerFolder();
  slack = await startSlackStandIn();
  const opened = openTransferStore(path.join(folder.folder, "state.db"));
  if (!opened.ok) throw new Error(opened.error.code);
  store = opened.value;
});
afterEach(async () => {
  sender?.kill("SIGKILL");
  store.close();
  await folder.remove();
  await slack.close();
});

const killSender = async () => {
  if (sender === null) return;
  const exited = once(sender, "exit");
  sender.kill("SIGKILL");
  await exited;
};

const startSender = (url: string) => {
  const args = [senderScript, path.join(folder.folder, "state.db"), url, folder.token];
  sender = spawn(process.execPath, args, { stdio: "inherit" });
};

const outboxSize = () => {
  const size = store.outboxSize();
  return size.ok ? size.value : Infinity;
};

describe("a log server and its client, both killed again and again", () => {
  it(
    `bring each of ${outcomes} outcomes to Slack through ${kills} kills of each`,
    async () => {
      const port = await freePort();
      const unlimited = ["--rate-per-token", "0", "--rate-per-address", "0"];
      const options = { slackUrl: slack.url, args: ["--port", String(port), ...unlimited] };
      let server = await folder.start(options);
      startSender(server.url);
      const portion = outcomes / (kills + 1);
      let added = 0;
      for (let kill = 0; kill <= kills; kill += 1) {
        for (; added < portion * (kill + 1); added += 1) {
          const name = `file-${added}.`;
          store.addOutcome(
            someOutcome({ key: name, message: name, sender: `user-${added % 3}@here` }),
          );
        }
        // Somewhere in the middle of the work, never at the same place.
        await wait(Math.random() * 400);
        if (kill === kills) break;
        await server.end("SIGKILL");
        await killSender();
        startSender(`http://127.0.0.1:${port}`);
        await wait(Math.random() * 100);
        server = await folder.start(options);
      }
      await waitUntil("the outbox is empty", () => outboxSize() === 0, maxWaitForReadMs);
      let known = 0;
      const missing = new Set(Array.from({ length: outcomes }, (_, number) => `file-${number}.`));
      await waitUntil(
        "all are in Slack",
        () => {
          for (const { attachments } of slack.messages.slice(known)) {
            for (const [name] of JSON.stringify(attachments).matchAll(/file-\d+\./g))
              missing.delete(name);
          }
          known = slack.messages.length;
          return missing.size === 0;
        },
        maxWaitForReadMs,
      );
      expect(missing.size).toBe(0);
    },
    maxWaitForReadMs * 3,
  );
});
